package io.keybearer.server.lane;

import io.keybearer.key.Caller;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.PresentedKey;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Doorkeeper;
import io.keybearer.server.http.Refusal;
import io.keybearer.server.rest.VerifyRoute;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import java.util.List;
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
  private final Consumer<LaneCall> answered;
  private final long startedAt;
  private final String requestId;
  private boolean credentialCame;
  private @Nullable Verification verdict;
  private @Nullable Answer answer;

  /** Takes what it is about; the consumer is told once there is an answer. */
  LaneCall(
      LaneTerms terms,
      UsualRequest request,
      @Nullable IpAddress client,
      Executor loop,
      Consumer<LaneCall> answered) {
    this.terms = terms;
    this.request = request;
    this.client = client;
    this.loop = loop;
    this.answered = answered;
    this.startedAt = terms.nanoTime().getAsLong();
    this.requestId = terms.requestIds().of(lines(UsualField.X_REQUEST_ID));
  }

  String requestId() {
    return requestId;
  }

  /** The answer, once there is one. */
  @Nullable
  Answer answer() {
    return answer;
  }

  /** The verdict on the caller, where there is one. */
  @Nullable
  Verification verdict() {
    return verdict;
  }

  void begin() {
    guarded(() -> {
      VerificationRequest asked = PresentedKey.find(
              lines(UsualField.AUTHORIZATION), lines(UsualField.X_API_KEY))
          .map(key -> VerificationRequest.of(key)
              .ip(client)
              .userAgent(request.field(UsualField.USER_AGENT))
              .method(METHOD)
              .endpoint(VerifyRoute.PATH)
              .withoutScope()
              .withoutRow()
              .build())
          .orElseThrow(() -> new KeybearerException(ProblemCode.UNAUTHENTICATED));
      credentialCame = true;
      judge(Caller.application(), asked, this::enter);
    });
  }

  private void enter(Verification given) {
    verdict = given;
    Caller caller = Doorkeeper.admit(given, VerifyRoute.REQUIREMENT);
    judge(caller, VerifyRoute.read(request.body()), found -> finish(VerifyRoute.answer(found)));
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
    terms.threads().run(() -> {
      try {
        Verification found = work.get();
        loop.execute(() -> guarded(() -> next.accept(found)));
      } catch (RuntimeException | Error failure) {
        loop.execute(() -> refuse(failure));
      }
    });
  }

  private void guarded(Runnable station) {
    try {
      station.run();
    } catch (RuntimeException | Error failure) {
      refuse(failure);
    }
  }

  private void refuse(Throwable failure) {
    finish(
        new Refusal(requestId, request.field(UsualField.ACCEPT_LANGUAGE), credentialCame, verdict)
            .answer(failure));
  }

  /** Of several answers, the first. */
  private void finish(Answer found) {
    if (answer != null) {
      return;
    }
    answer = found;
    answered.accept(this);
    long nanos = terms.nanoTime().getAsLong() - startedAt;
    terms.observer().answered(METHOD, VerifyRoute.PATH, found.status(), nanos);
    terms.ownRequests().answered(verdict == null ? null : verdict.logId(), found.status(), nanos);
  }

  private List<String> lines(UsualField field) {
    String value = request.field(field);
    return value == null ? List.of() : List.of(value);
  }
}
