package io.keybearer.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came back over HTTP.
 *
 * @param status the status code
 * @param body the text of the body; may hold a key
 * @param isProblem whether it says to be {@code application/problem+json}
 * @param requestId {@code X-Request-Id}
 * @param retryAfter {@code Retry-After} in seconds; the form with a date is not read
 */
record Answer(
    int status,
    String body,
    boolean isProblem,
    @Nullable String requestId,
    @Nullable Duration retryAfter) {
  private static final int UNAVAILABLE = 503;

  static Answer of(HttpResponse<?> response, String body) {
    HttpHeaders headers = response.headers();
    return new Answer(
        response.statusCode(),
        body,
        headers.firstValue("Content-Type").orElse("").startsWith("application/problem+json"),
        headers.firstValue("X-Request-Id").orElse(null),
        headers
            .firstValue("Retry-After")
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(null));
  }

  boolean isUnavailable() {
    return status == UNAVAILABLE;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  @Override
  public String toString() {
    return "Answer[status=" + status + ", body=<redacted>, requestId=" + requestId + "]";
  }
}
