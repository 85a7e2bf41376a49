package io.keybearer.server.http;

import io.keybearer.limit.LimitStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes where a key's limits stand into the header fields of the IETF draft {@code
 * draft-ietf-httpapi-ratelimit-headers}: {@code RateLimit-Policy: "default";q=100;w=60} and {@code
 * RateLimit: "default";r=50;t=30}. Seconds are rounded up.
 */
public final class RateLimitFields {
  private RateLimitFields() {}

  static String policy(List<LimitStatus> limits) {
    return limits.stream()
        .map(limit -> named(limit) + ";q=" + limit.limit() + ";w=" + seconds(limit.window()))
        .collect(Collectors.joining(", "));
  }

  static String standing(List<LimitStatus> limits) {
    return limits.stream()
        .map(limit -> named(limit) + ";r=" + limit.remaining() + ";t=" + seconds(limit.reset()))
        .collect(Collectors.joining(", "));
  }

  /** How long a refused caller has to wait, in whole seconds, at least one. */
  static long retryAfter(List<LimitStatus> limits) {
    return limits.stream()
        .map(LimitStatus::retryAfter)
        .max(Comparator.naturalOrder())
        .map(wait -> Math.max(1, seconds(wait)))
        .orElse(1L);
  }

  /** Whole seconds, rounded up. */
  public static long seconds(Duration duration) {
    return duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
  }

  /** Names are made of letters that need no escape in a structured field's string. */
  private static String named(LimitStatus limit) {
    return '"' + limit.name() + '"';
  }
}
