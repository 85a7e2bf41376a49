package io.keybearer.server.http;

import io.keybearer.key.Caller;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.log.LogId;
import io.keybearer.verification.Verification;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. Everything here happens on the request's event loop. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

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
      send(new Refusal(
              requestId, Fields.line(request, Fields.ACCEPT_LANGUAGE), credentialCame, verdict)
          .answer(failure));
    } catch (RuntimeException | Error again) {
      LOG.error("request {} could not be answered", requestId, again);
      request.connection().close();
    }
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
    } else if (answer.streaming() != null) {
      // So that it can let go of what it holds.
      answer.streaming().begin(dispatcher.outlet(request));
    }
    dispatcher.finished(this, route, answer.status());
    drain();
  }

  private void write(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    response.headers().setAll(StandardFields.ALWAYS);
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
    if (answer.streaming() != null) {
      stream(response, answer.streaming());
    } else if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(answer.body().length()));
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  private void stream(HttpServerResponse response, Streaming body) {
    response.setChunked(true);
    Outlet outlet = dispatcher.outlet(request);
    if (request.method().equals(HttpMethod.HEAD)) {
      outlet.end();
    }
    body.begin(outlet);
  }

  /** What is left of a body that nobody reads is thrown away, for a while; then the line is cut. */
  private void drain() {
    if (request.isEnded()) {
      return;
    }
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
