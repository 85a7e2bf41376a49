package io.keybearer.server.lane;

import io.keybearer.key.Caller;
import io.keybearer.policy.IpAddress;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Doorkeeper;
import io.keybearer.server.http.Refusal;
import io.keybearer.server.rest.VerifyRoute;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One verification from its request to its answer, by the same stations as {@code
 * io.keybearer.server.http.Dispatcher} leads through: credential, verdict on the caller, body, verdict
 * on the key. Everything but what waits for the store happens on the connection's event loop.
 */
final class LaneCall {
  private static final String METHOD = "POST";

  private final LaneTerms terms;
  private final UsualRequest request;
  private final @Nullable IpAddress client;
  private final Executor loop;
  private final Consumer<LaneCall> written;
  private final long startedAt;
  private final String requestId;
  private boolean credentialCame;
  private @Nullable Verification verdict;
  private @Nullable Verification found;
  private @Nullable Answer refusal;
  private boolean answered;

  /** Takes what it is about; the consumer is told once there is an answer to write. */
  LaneCall(
      LaneTerms terms,
      UsualRequest request,
      @Nullable IpAddress client,
      Executor loop,
      Consumer<LaneCall> written) {
    this.terms = terms;
    this.request = request;
    this.client = client;
    this.loop = loop;
    this.written = written;
    this.startedAt = terms.nanoTime().getAsLong();
    this.requestId = terms.requestIds().of(request.head().lines(UsualField.X_REQUEST_ID));
  }

  String requestId() {
    return requestId;
  }

  /** What was asked for, once it is known; null when it was refused. */
  @Nullable
  Verification found() {
    return found;
  }

  /** What is answered instead. */
  @Nullable
  Answer refusal() {
    return refusal;
  }

  /** The verdict on the caller, where there is one. */
  @Nullable
  Verification verdict() {
    return verdict;
  }

  /** Notes that the answer was written, so that there is no other. */
  void answered() {
    answered = true;
  }

  void begin() {
    guarded(() -> {
      VerificationRequest asked = request.head().asked(client);
      credentialCame = true;
      judge(Caller.application(), asked, this::enter);
    });
  }

  private void enter(Verification given) {
    verdict = given;
    Caller caller = Doorkeeper.admit(given, VerifyRoute.REQUIREMENT);
    judge(caller, VerifyRoute.read(request.body()), asked -> finish(asked, null));
  }

  /** Asks memory, and the store when memory does not know. */
  private void judge(Caller caller, VerificationRequest asked, Consumer<Verification> next) {
    Verifier verifier = terms.doorkeeper().verifier();
    Optional<Verification> atOnce = verifier.verifyFromMemory(caller, asked);
    if (atOnce.isPresent()) {
      next.accept(atOnce.get());
    } else {
      onStoreThread(() -> verifier.verify(caller, asked), next);
    }
  }

  private void onStoreThread(Supplier<Verification> work, Consumer<Verification> next) {
    Consumer<Throwable> failed = failure -> loop.execute(() -> refuse(failure));
    terms
        .threads()
        .run(
            () -> {
              try {
                Verification found = work.get();
                loop.execute(() -> guarded(() -> next.accept(found)));
              } catch (RuntimeException | Error failure) {
                failed.accept(failure);
              }
            },
            failed::accept);
  }

  private void guarded(Runnable station) {
    try {
      station.run();
    } catch (RuntimeException | Error failure) {
      refuse(failure);
    }
  }

  private void refuse(Throwable failure) {
    String language = request.head().field(UsualField.ACCEPT_LANGUAGE);
    finish(null, new Refusal(requestId, language, credentialCame, verdict).answer(failure));
  }

  /** Of several answers, the first that could be written. */
  private void finish(@Nullable Verification asked, @Nullable Answer instead) {
    if (answered) {
      return;
    }
    found = asked;
    refusal = instead;
    written.accept(this);
    int status = instead == null ? 200 : instead.status();
    long nanos = terms.nanoTime().getAsLong() - startedAt;
    terms.observer().answered(METHOD, VerifyRoute.PATH, status, nanos);
    terms.ownRequests().answered(verdict == null ? null : verdict.logId(), status, nanos);
  }
}
