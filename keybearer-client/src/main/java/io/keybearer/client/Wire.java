package io.keybearer.client;

import java.time.Duration;
import java.util.Map;

/** Values as the contract writes them, where Java writes them otherwise. */
final class Wire {
  private Wire() {}

  /** What to capture, and for how long. */
  static Map<String, Object> capture(Duration length, boolean request, boolean response) {
    return Map.of("duration", duration(length), "request", request, "response", response);
  }

  /** A duration with its days apart: {@code P90D} where Java says {@code PT2160H}. */
  static String duration(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("expected a duration that is not negative");
    }
    long days = duration.toDays();
    Duration rest = duration.minusDays(days);
    if (days == 0) {
      return rest.toString();
    }
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }
}
