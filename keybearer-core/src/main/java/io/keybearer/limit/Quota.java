package io.keybearer.limit;

/**
 * How much in one period of the calendar, counted exactly.
 *
 * @param amount how much, 1 to {@link RateLimit#MOST}
 * @param period the calendar period, in UTC
 */
public record Quota(long amount, QuotaPeriod period) {
  /**
   * Checks the range.
   *
   * @throws io.keybearer.problem.InvalidValueException {@code OUT_OF_RANGE}
   */
  public Quota {
    RateLimit.inRange(amount);
  }
}
