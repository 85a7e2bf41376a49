package io.keybearer.limit;

import java.math.BigInteger;
import java.time.Duration;

/**
 * The whole state of one limit in the generic cell rate algorithm (GCRA, ITU-T I.371): the
 * theoretical arrival time, which is the instant when the limit will be full again. Immutable.
 *
 * <p>Taking a cost moves it on by {@code cost·window/limit}, and is allowed while it stays within
 * {@code now + window}. That fraction is kept exactly, as whole nanoseconds and a part counted in
 * {@code 1/limit} nanoseconds, so nothing drifts however long a limit runs. No product leaves 64
 * bits: limit and cost are at most 10<sup>9</sup>, the window at most 10<sup>18</sup> ns. Instants
 * are those of {@link System#nanoTime()}: they may wrap, so only differences are compared.
 *
 * @param limit which limit, and the rate the fields are meant in
 * @param nanos whole nanoseconds
 * @param part the rest, 0 to {@code limit - 1}, each {@code 1/limit} of a nanosecond
 */
record ArrivalTime(NamedLimit limit, long nanos, long part) {

  /** A limit that is full now. */
  static ArrivalTime full(NamedLimit limit, long now) {
    return new ArrivalTime(limit, now, 0);
  }

  /** The same, seen now and under the rate of today. */
  ArrivalTime seen(NamedLimit today, long now) {
    if (isFull(now)) {
      return full(today, now);
    }
    return limit.rate().equals(today.rate()) ? this : under(today, now);
  }

  boolean isFull(long now) {
    long debt = nanos - now;
    return debt < 0 || (debt == 0 && part == 0);
  }

  ArrivalTime plus(long cost) {
    long parts = part + parts(cost);
    long carry = parts >= perToken() ? 1 : 0;
    return new ArrivalTime(limit, nanos + whole(cost) + carry, parts - carry * perToken());
  }

  ArrivalTime minus(long cost) {
    long parts = part - parts(cost);
    long borrow = parts < 0 ? 1 : 0;
    return new ArrivalTime(limit, nanos - whole(cost) - borrow, parts + borrow * perToken());
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
        limit.name(),
        limit.rate().limit(),
        limit.rate().window(),
        remaining(now),
        Duration.ofNanos(untilFull),
        Duration.ofNanos(wait));
  }

  /** The most that would fit now. The guess is off by one at most; the comparison is exact. */
  private long remaining(long now) {
    long most = limit.rate().limit();
    double free = 1 - (double) (nanos - now) / limit.rate().windowNanos();
    long guess = Math.max(0, Math.min(most, (long) (free * most)));
    while (guess > 0 && !plus(guess).isWithin(now)) {
      guess--;
    }
    while (guess < most && plus(guess + 1).isWithin(now)) {
      guess++;
    }
    return guess;
  }

  /** How far past its bound this is, rounded up to nanoseconds; zero or less when it is not. */
  private long nanosOver(long now) {
    return nanos - now - limit.rate().windowNanos() + (part > 0 ? 1 : 0);
  }

  /** Keeps the spent share: the debt grows or shrinks as the window does, rounded up. */
  private ArrivalTime under(NamedLimit today, long now) {
    BigInteger parts = BigInteger.valueOf(perToken());
    BigInteger debt = BigInteger.valueOf(nanos - now).multiply(parts).add(BigInteger.valueOf(part));
    BigInteger all = BigInteger.valueOf(limit.rate().windowNanos()).multiply(parts);
    BigInteger[] scaled =
        debt.multiply(BigInteger.valueOf(today.rate().windowNanos())).divideAndRemainder(all);
    long spent = scaled[0].longValueExact() + scaled[1].signum();
    return new ArrivalTime(today, now + Math.min(spent, today.rate().windowNanos()), 0);
  }

  /** Whole nanoseconds of a cost: the integer of {@code cost·window/limit}. */
  private long whole(long cost) {
    long window = limit.rate().windowNanos();
    return cost * (window / perToken()) + cost * (window % perToken()) / perToken();
  }

  /** The rest of a cost, in parts. */
  private long parts(long cost) {
    return cost * (limit.rate().windowNanos() % perToken()) % perToken();
  }

  /** Parts in a nanosecond: as many as the limit, so that a token is a whole number of parts. */
  private long perToken() {
    return limit.rate().limit();
  }
}
