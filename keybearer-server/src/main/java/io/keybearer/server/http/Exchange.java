package io.keybearer.server.http;

import io.keybearer.key.Caller;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.log.LogId;
import io.keybearer.problem.Languages;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.UnknownHashSchemeException;
import io.keybearer.server.problem.ProblemDocument;
import io.keybearer.verification.Verification;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. Everything here happens on the request's event loop. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Checked once, and never changed: taken over whole, before other fields are added. */
  private static final MultiMap ALWAYS = HttpHeaders.headers()
      .set(HttpHeaders.createOptimized("Cache-Control"), HttpHeaders.createOptimized("no-store"))
      .set(
          HttpHeaders.createOptimized("Content-Security-Policy"),
          HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'"))
      .set(
          HttpHeaders.createOptimized("Referrer-Policy"),
          HttpHeaders.createOptimized("no-referrer"))
      .set(
          HttpHeaders.createOptimized("X-Content-Type-Options"),
          HttpHeaders.createOptimized("nosniff"))
      .copy(false);

  private static final String RETRY_SOON = "1";
  private static final long DRAIN_MILLIS = 5_000;

  final HttpServerRequest request;
  final long startedAt;
  private final String requestId;
  private final Dispatcher dispatcher;
  private @Nullable Route route;
  private @Nullable Verification verdict;
  private boolean credentialCame;
  private boolean answered;

  Exchange(HttpServerRequest request, String requestId, long startedAt, Dispatcher dispatcher) {
    this.request = request;
    this.requestId = requestId;
    this.startedAt = startedAt;
    this.dispatcher = dispatcher;
  }

  Incoming incoming() {
    return new Incoming(request, requestId);
  }

  void matched(Route found) {
    route = found;
  }

  void presented() {
    credentialCame = true;
  }

  /** Notes the verdict on the caller, and lets it in or throws. */
  Caller admit(Verification given, Requirement requirement) {
    verdict = given;
    return Doorkeeper.admit(given, requirement);
  }

  boolean isAnswered() {
    return answered;
  }

  /** Answers with what there is to say of a failure; when not even that can be said, hangs up. */
  void fail(Throwable failure) {
    try {
      send(withWaiting(answerTo(failure)));
    } catch (RuntimeException | Error again) {
      LOG.error("request {} could not be answered", requestId, again);
      request.connection().close();
    }
  }

  private Answer answerTo(Throwable failure) {
    ProblemDocument problem = ProblemDocument.of(failure);
    if (problem.unforeseen()) {
      LOG.error("request {} failed", requestId, failure);
    } else if (failure instanceof StoreUnavailableException && failure.getCause() != null) {
      LOG.warn("request {}: the store did not answer: {}", requestId, reason(failure.getCause()));
    }
    String language = Fields.line(request, Fields.ACCEPT_LANGUAGE);
    Locale locale = Languages.best(language);
    Answer answer = Answer.of(
            problem.status(), ProblemDocument.MEDIA_TYPE, problem.json(locale, requestId))
        .with("Content-Language", locale.getLanguage());
    return failure instanceof MethodNotAllowedException notAllowed
        ? answer.with("Allow", notAllowed.allow())
        : answer;
  }

  /** One line. What a driver says may hold values, so only the kind of its failure is told. */
  private static String reason(Throwable cause) {
    return cause instanceof UnknownHashSchemeException missing
        ? String.valueOf(missing.getMessage())
        : cause.getClass().getSimpleName();
  }

  private Answer withWaiting(Answer answer) {
    return switch (answer.status()) {
      case 401 -> answer.with("WWW-Authenticate", challenge());
      case 429 ->
        answer.with(
            "Retry-After",
            verdict == null
                ? RETRY_SOON
                : Long.toString(RateLimitFields.retryAfter(verdict.limits())));
      case 503 -> answer.with("Retry-After", RETRY_SOON);
      default -> answer;
    };
  }

  private String challenge() {
    return credentialCame
        ? "Bearer realm=\"keybearer\", error=\"invalid_token\""
        : "Bearer realm=\"keybearer\"";
  }

  /** Sends an answer; of several, the first. */
  void send(Answer answer) {
    if (answered) {
      return;
    }
    answered = true;
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      write(response, answer);
    }
    dispatcher.finished(this, route, answer.status());
    drain();
  }

  private void write(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    response.headers().setAll(ALWAYS);
    response.putHeader(Fields.X_REQUEST_ID, requestId);
    List<LimitStatus> limits = verdict == null ? List.of() : verdict.limits();
    if (!limits.isEmpty()) {
      response.putHeader(Fields.RATE_LIMIT_POLICY, RateLimitFields.policy(limits));
      response.putHeader(Fields.RATE_LIMIT, RateLimitFields.standing(limits));
    }
    answer.headers().forEach(response::putHeader);
    if (bodyIsLeft() && !isHttp2()) {
      response.putHeader("Connection", "close");
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(answer.body().length()));
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  /** What is left of a body that nobody reads is thrown away, for a while; then the line is cut. */
  private void drain() {
    if (!bodyIsLeft()) {
      request.resume();
      return;
    }
    request.handler(chunk -> {});
    long timer = dispatcher.vertx().setTimer(DRAIN_MILLIS, late -> hangUp());
    request.endHandler(end -> {
      dispatcher.vertx().cancelTimer(timer);
      if (!isHttp2()) {
        hangUp();
      }
    });
    request.exceptionHandler(gone -> dispatcher.vertx().cancelTimer(timer));
    request.resume();
  }

  /** Ends the connection; of HTTP/2, where others share it, this request's stream. */
  private void hangUp() {
    if (isHttp2()) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  private boolean isHttp2() {
    return request.version() == HttpVersion.HTTP_2;
  }

  /** Whether the client sends, or may still send, a body that nobody has read. */
  private boolean bodyIsLeft() {
    if (request.isEnded()) {
      return false;
    }
    String length = Fields.line(request, Fields.CONTENT_LENGTH);
    return (length != null && !length.equals("0"))
        || Fields.line(request, Fields.TRANSFER_ENCODING) != null;
  }

  /** The log row of this very request, which its own answer completes. */
  @Nullable
  LogId logId() {
    return verdict == null ? null : verdict.logId();
  }
}
