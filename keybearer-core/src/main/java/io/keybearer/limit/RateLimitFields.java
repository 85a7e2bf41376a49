package io.keybearer.limit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Writes where a key's limits stand into the header fields of the IETF draft {@code
 * draft-ietf-httpapi-ratelimit-headers}: {@code RateLimit-Policy: "default";q=100;w=60} and {@code
 * RateLimit: "default";r=50;t=30}. Seconds are rounded up.
 */
public final class RateLimitFields {
  private RateLimitFields() {}

  /** What the limits are; empty without any. */
  public static String policy(List<LimitStatus> limits) {
    StringBuilder field = new StringBuilder();
    for (LimitStatus limit : limits) {
      begin(limit, field).append(";q=").append(limit.limit());
      field.append(";w=").append(seconds(limit.window()));
    }
    return field.toString();
  }

  /** What is left of them. */
  public static String standing(List<LimitStatus> limits) {
    StringBuilder field = new StringBuilder();
    for (LimitStatus limit : limits) {
      begin(limit, field).append(";r=").append(limit.remaining());
      field.append(";t=").append(seconds(limit.reset()));
    }
    return field.toString();
  }

  /** How long a refused caller has to wait, in whole seconds, at least one. */
  public static long retryAfter(List<LimitStatus> limits) {
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
  private static StringBuilder begin(LimitStatus limit, StringBuilder field) {
    return field.append(field.isEmpty() ? "\"" : ", \"").append(limit.name()).append('"');
  }
}
