package io.keybearer.server.http;

import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.PresentedKey;
import io.keybearer.secret.SecretText;
import io.keybearer.server.problem.ServerProblem;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads each request through the same stations: address, credential, verdict, body, route, answer.
 * Whatever may wait for the database does so on the store's threads. Safe for concurrent use.
 */
public final class Dispatcher implements io.vertx.core.Handler<HttpServerRequest> {
  private static final Set<String> KNOWN_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Vertx vertx;
  private final RouteTable routes;
  private final Doorkeeper doorkeeper;
  private final StoreThreads threads;
  private final Streams streams;
  private final OwnRequests ownRequests;
  private final RequestObserver observer;
  private final RequestIds requestIds;
  private final LongSupplier nanoTime;

  /** One for each event loop. */
  private final ThreadLocal<Patience> patience;

  /** Gathers the stations. */
  public Dispatcher(
      Vertx vertx,
      RouteTable routes,
      Doorkeeper doorkeeper,
      StoreThreads threads,
      Streams streams,
      OwnRequests ownRequests,
      RequestObserver observer,
      RequestIds requestIds,
      LongSupplier nanoTime) {
    this.vertx = vertx;
    this.routes = routes;
    this.doorkeeper = doorkeeper;
    this.threads = threads;
    this.streams = streams;
    this.ownRequests = ownRequests;
    this.observer = observer;
    this.requestIds = requestIds;
    this.nanoTime = nanoTime;
    this.patience = ThreadLocal.withInitial(() -> new Patience(vertx, nanoTime));
  }

  @Override
  public void handle(HttpServerRequest request) {
    Exchange exchange = new Exchange(
        request,
        requestIds.of(Fields.lines(request, Fields.X_REQUEST_ID)),
        nanoTime.getAsLong(),
        this);
    guarded(exchange, () -> enter(exchange));
  }

  Vertx vertx() {
    return vertx;
  }

  /** Where a body goes that is made while it is sent. */
  Outlet outlet(HttpServerRequest request) {
    return new Outlet(
        request.response(), vertx, threads, streams, () -> request.connection().close());
  }

  private void enter(Exchange exchange) {
    HttpServerRequest request = exchange.request;
    String path = request.path();
    RouteTable.Match match;
    try {
      match = routes.find(request.method(), path == null ? "" : path);
    } catch (MethodNotAllowedException other) {
      if (request.method().equals(HttpMethod.OPTIONS)) {
        exchange.send(Answer.empty(204).with("Allow", other.allow()));
        return;
      }
      throw other;
    }
    Route route = match.route();
    exchange.matched(route);
    if (route.requirement() instanceof Requirement.Gateway) {
      run(exchange, Draft.ofGateway(match, exchange));
      return;
    }
    Optional<SecretText> credential = route.requirement() instanceof Requirement.Open
        ? Optional.empty()
        : PresentedKey.find(
            Fields.lines(request, Fields.AUTHORIZATION), Fields.lines(request, Fields.X_API_KEY));
    String query = request.query();
    Map<String, String> parameters =
        query == null ? Map.of() : Address.parameters(query, route.parameters());
    Draft draft = new Draft(match, new Parameters(parameters));
    if (route.requirement() instanceof Requirement.Open) {
      readBody(exchange, draft, null);
      return;
    }
    if (credential.isEmpty()) {
      throw new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    exchange.presented();
    verify(exchange, draft, doorkeeper.request(credential.get(), request, route));
  }

  private void verify(Exchange exchange, Draft draft, VerificationRequest request) {
    Requirement requirement = draft.match.route().requirement();
    Optional<Verification> atOnce =
        doorkeeper.verifier().verifyFromMemory(Caller.application(), request);
    if (atOnce.isPresent()) {
      readBody(exchange, draft, exchange.admit(atOnce.get(), requirement));
      return;
    }
    // Nothing of the body may come before somebody waits for it.
    exchange.request.pause();
    onStoreThread(
        exchange,
        () -> doorkeeper.verifier().verify(Caller.application(), request),
        verdict -> readBody(exchange, draft, exchange.admit(verdict, requirement)));
  }

  private void readBody(Exchange exchange, Draft draft, @Nullable Caller caller) {
    Route route = draft.match.route();
    if (!route.body().readsBody()) {
      run(exchange, draft.call(exchange, caller, Buffer.buffer()));
      return;
    }
    BodyReader.read(
        exchange.request,
        route.body(),
        patience.get(),
        body -> guarded(exchange, () -> run(exchange, draft.call(exchange, caller, body))),
        exchange::fail);
  }

  private void run(Exchange exchange, Call call) {
    Handler handler = call.route().handler().forCall(call);
    Answer atOnce = handler.answerAtOnce(call);
    if (atOnce != null) {
      exchange.send(atOnce);
      return;
    }
    try {
      onStoreThread(exchange, () -> handler.begin(call), begun -> sendInTime(exchange, begun));
    } catch (KeybearerException noRoom) {
      exchange.send(handler.answerWithoutStore(call, noRoom));
    }
  }

  private void sendInTime(Exchange exchange, CompletableFuture<Answer> begun) {
    if (begun.isDone() && !begun.isCompletedExceptionally()) {
      exchange.send(begun.join());
      return;
    }
    Context loop = vertx.getOrCreateContext();
    CompletableFuture<Answer> unused =
        begun.whenComplete((answer, failure) -> loop.runOnContext(back -> guarded(exchange, () -> {
          if (failure == null) {
            exchange.send(answer);
          } else {
            exchange.fail(failure);
          }
        })));
  }

  /** Runs work where it may wait, and goes on with its result on the event loop. */
  private <T> void onStoreThread(Exchange exchange, Supplier<T> work, Consumer<T> next) {
    Context loop = vertx.getOrCreateContext();
    Consumer<Throwable> failed = failure -> loop.runOnContext(back -> exchange.fail(failure));
    threads.run(
        () -> {
          try {
            T result = work.get();
            loop.runOnContext(back -> guarded(exchange, () -> next.accept(result)));
          } catch (RuntimeException | Error failure) {
            failed.accept(failure);
          }
        },
        failed::accept);
  }

  /** The one place where what nobody foresaw becomes an answer. */
  private static void guarded(Exchange exchange, Runnable station) {
    try {
      station.run();
    } catch (RuntimeException | Error failure) {
      exchange.fail(failure);
    }
  }

  void finished(Exchange exchange, @Nullable Route route, int status) {
    long nanos = nanoTime.getAsLong() - exchange.startedAt;
    String method = exchange.request.method().name();
    observer.answered(
        KNOWN_METHODS.contains(method) ? method : "OTHER",
        route == null ? "none" : route.path().toString(),
        status,
        nanos);
    ownRequests.answered(exchange.logId(), status, nanos);
  }

  /** What is known of a call before its body. */
  private record Draft(RouteTable.Match match, Parameters parameters) {
    /** What a gateway sends is its client's: nothing of it is a precondition of ours. */
    static Call ofGateway(RouteTable.Match match, Exchange exchange) {
      return new Call(
          match.route(),
          match.segments(),
          new Parameters(Map.of()),
          null,
          null,
          Buffer.buffer(),
          IfVersion.any(),
          Optional.empty(),
          Fields.line(exchange.request, Fields.ACCEPT_LANGUAGE),
          null,
          exchange.incoming());
    }

    Call call(Exchange exchange, @Nullable Caller caller, Buffer body) {
      HttpServerRequest request = exchange.request;
      Route route = match.route();
      String mediaType = null;
      if (body.length() > 0) {
        String field = Fields.line(request, Fields.CONTENT_TYPE);
        if (field == null) {
          throw route.body().unsupported();
        }
        mediaType = route.body().mediaType(field);
      }
      return new Call(
          route,
          match.segments(),
          parameters,
          caller,
          mediaType,
          body,
          EntityTags.ifMatch(Fields.lines(request, Fields.IF_MATCH)),
          IdempotencyKeys.of(Fields.lines(request, Fields.IDEMPOTENCY_KEY)),
          Fields.line(request, Fields.ACCEPT_LANGUAGE),
          Fields.line(request, Fields.LAST_EVENT_ID),
          exchange.incoming());
    }
  }

  /** What a request is answered with that Vert.x itself could not read. */
  public void refuseUnreadable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String kind = cause == null ? "" : cause.getClass().getSimpleName();
    ServerProblem problem = switch (kind) {
      case "TooLongHttpLineException" -> ServerProblem.ADDRESS_TOO_LONG;
      case "TooLongHttpHeaderException" -> ServerProblem.HEADERS_TOO_LARGE;
      default -> ServerProblem.MALFORMED_REQUEST;
    };
    Exchange exchange = new Exchange(request, requestIds.of(List.of()), nanoTime.getAsLong(), this);
    exchange.fail(new KeybearerException(problem));
  }
}
