package io.keybearer.key;

import java.time.Duration;
import java.time.Instant;

/**
 * That what is asked and answered with a key is kept in the request log, for a bounded time. It ends
 * by itself.
 *
 * @param request whether what was asked is kept
 * @param response whether what was answered is kept
 * @param until the first instant at which neither is
 */
public record Capture(boolean request, boolean response, Instant until) {
  /** The longest time for which it can be switched on. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Checks that something is kept.
   *
   * @throws IllegalArgumentException when neither is
   */
  public Capture {
    if (!request && !response) {
      throw new IllegalArgumentException("expected something to capture");
    }
  }

  /** What audit entries say of it. */
  @Override
  public String toString() {
    String what = request && response ? "request, response" : request ? "request" : "response";
    return what + " until " + until;
  }
}
