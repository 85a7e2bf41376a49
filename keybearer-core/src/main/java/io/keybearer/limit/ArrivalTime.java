package io.keybearer.limit;

import java.time.Duration;

/**
 * The whole state of one limit in the generic cell rate algorithm (GCRA, ITU-T I.371): the
 * theoretical arrival time, which is the instant when the limit will be full again. Immutable.
 *
 * <p>Taking a cost moves it on by what the cost is worth, and is allowed while it stays within
 * {@code now + window}. Nothing is rounded, so nothing drifts however long a limit runs. Instants
 * are those of {@link System#nanoTime()}: they may wrap, so only differences are compared.
 *
 * @param pace which limit, and the rate the fields are meant in
 * @param nanos whole nanoseconds
 * @param part the rest, 0 to {@code limit - 1}, each {@code 1/limit} of a nanosecond
 */
record ArrivalTime(Pace pace, long nanos, long part) {
  /** A limit that is full now. */
  static ArrivalTime full(Pace pace, long now) {
    return new ArrivalTime(pace, now, 0);
  }

  /** The same, seen now and under the rate of today. */
  ArrivalTime seen(Pace today, long now) {
    if (isFull(now)) {
      return full(today, now);
    }
    if (pace == today || pace.hasRateOf(today)) {
      return this;
    }
    return new ArrivalTime(today, now + pace.scaled(nanos - now, part, today), 0);
  }

  boolean isFull(long now) {
    long debt = nanos - now;
    return debt < 0 || (debt == 0 && part == 0);
  }

  ArrivalTime plus(long cost) {
    long parts = part + pace.rest(cost);
    long carry = parts >= pace.most ? 1 : 0;
    return new ArrivalTime(pace, nanos + pace.whole(cost) + carry, parts - carry * pace.most);
  }

  ArrivalTime minus(long cost) {
    long parts = part - pace.rest(cost);
    long borrow = parts < 0 ? 1 : 0;
    return new ArrivalTime(pace, nanos - pace.whole(cost) - borrow, parts + borrow * pace.most);
  }

  /** Says whether the limit has not given more than it holds. */
  boolean isWithin(long now) {
    return nanosOver(now) <= 0;
  }

  /** Where the limit stands, when a cost was asked of it that left it as it is. */
  LimitStatus status(long now, long costDenied) {
    long untilFull = Math.max(0, nanos - now + (part > 0 ? 1 : 0));
    long wait = Math.max(0, plus(costDenied).nanosOver(now));
    return new LimitStatus(
        pace.limit.name(),
        pace.most,
        pace.limit.rate().window(),
        remaining(now),
        Duration.ofNanos(untilFull),
        Duration.ofNanos(wait));
  }

  /** The most that would fit now. The guess is off by one at most; the comparison is exact. */
  private long remaining(long now) {
    double free = 1 - (double) (nanos - now) / pace.windowNanos;
    long guess = Math.max(0, Math.min(pace.most, (long) (free * pace.most)));
    while (guess > 0 && !plus(guess).isWithin(now)) {
      guess--;
    }
    while (guess < pace.most && plus(guess + 1).isWithin(now)) {
      guess++;
    }
    return guess;
  }

  /** How far past its bound this is, rounded up to nanoseconds; zero or less when it is not. */
  private long nanosOver(long now) {
    return nanos - now - pace.windowNanos + (part > 0 ? 1 : 0);
  }
}
