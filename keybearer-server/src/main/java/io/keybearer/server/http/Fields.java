package io.keybearer.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of header fields, in the form in which they are found and written fastest. */
final class Fields {
  static final CharSequence ACCEPT_LANGUAGE = HttpHeaders.ACCEPT_LANGUAGE;
  static final CharSequence AUTHORIZATION = HttpHeaders.AUTHORIZATION;
  static final CharSequence CONTENT_ENCODING = HttpHeaders.CONTENT_ENCODING;
  static final CharSequence CONTENT_LENGTH = HttpHeaders.CONTENT_LENGTH;
  static final CharSequence CONTENT_TYPE = HttpHeaders.CONTENT_TYPE;
  static final CharSequence EXPECT = HttpHeaders.EXPECT;
  static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");
  static final CharSequence IF_MATCH = HttpHeaders.IF_MATCH;
  static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");
  static final CharSequence ORIGIN = HttpHeaders.ORIGIN;
  static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");
  static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  static final CharSequence REFERER = HttpHeaders.REFERER;
  static final CharSequence TRANSFER_ENCODING = HttpHeaders.TRANSFER_ENCODING;
  static final CharSequence USER_AGENT = HttpHeaders.USER_AGENT;
  static final CharSequence X_API_KEY = HttpHeaders.createOptimized("X-API-Key");
  static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  private Fields() {}

  /** The first line of a field, or null when it is absent. */
  static @Nullable String line(HttpServerRequest request, CharSequence name) {
    return request.headers().get(name);
  }

  /** Every line of a field, in the order they came. */
  static List<String> lines(HttpServerRequest request, CharSequence name) {
    return request.headers().contains(name) ? request.headers().getAll(name) : List.of();
  }
}
