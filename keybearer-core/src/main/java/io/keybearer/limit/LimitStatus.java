package io.keybearer.limit;

import java.time.Duration;

/**
 * Where one limit stands after an answer, with what the RateLimit header fields of the IETF draft
 * need.
 *
 * @param name the limit's name
 * @param limit how many at once
 * @param window how long a refill from empty to full takes
 * @param remaining how many would be accepted now, 0 to {@code limit}
 * @param reset how long until the whole limit is available again, when nothing more is taken
 * @param retryAfter how long until the same cost would fit this limit; zero when it fits now
 */
public record LimitStatus(
    String name, long limit, Duration window, long remaining, Duration reset, Duration retryAfter) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when {@code remaining} or a duration is out of its range
   */
  public LimitStatus {
    if (remaining < 0 || remaining > limit) {
      throw new IllegalArgumentException("expected 0 to " + limit + " to remain, got " + remaining);
    }
    if (reset.isNegative() || retryAfter.isNegative()) {
      throw new IllegalArgumentException("expected no negative durations");
    }
  }

  /** Says whether this limit is one that stood in the way. */
  public boolean denies() {
    return !retryAfter.isZero();
  }

  /**
   * Tells how long until a cost would fit this rate, when nothing more is taken; zero when it fits
   * now. At most a nanosecond too long. What is renewed all at once, such as a quota, fits after
   * {@link #reset}.
   *
   * @param cost 0 to {@code limit}
   */
  public Duration untilFits(long cost) {
    if (cost <= remaining) {
      return Duration.ZERO;
    }
    long window = this.window.toNanos();
    long lacking = limit - cost;
    long untilFull = lacking * (window / limit) + lacking * (window % limit) / limit;
    Duration wait = reset.minusNanos(untilFull);
    return wait.compareTo(Duration.ofNanos(1)) < 0 ? Duration.ofNanos(1) : wait;
  }

  /** Says whether less is left of this limit, in proportion, than of the other. */
  boolean tighterThan(LimitStatus other) {
    int longer = retryAfter.compareTo(other.retryAfter);
    return longer > 0 || (longer == 0 && remaining * other.limit < other.remaining * limit);
  }
}
