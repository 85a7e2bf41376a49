package io.keybearer.limit.redis;

import io.keybearer.limit.NamedLimit;
import java.util.List;

/**
 * A limit with what a token is worth worked out in the units that Redis counts in: whole
 * microseconds, and a rest of {@code 1/limit} of one. Nothing is rounded. No product leaves 64 bits:
 * limit and cost are at most 10<sup>9</sup>, the window at most 10<sup>15</sup> µs. Immutable.
 */
final class Pace {
  private static final long MICROS = 1_000_000;

  final NamedLimit limit;
  final long most;
  final long windowMicros;
  private final long whole;
  private final long rest;

  private Pace(NamedLimit limit) {
    this.limit = limit;
    most = limit.rate().limit();
    windowMicros = limit.rate().windowSeconds() * MICROS;
    whole = windowMicros / most;
    rest = windowMicros % most;
  }

  static Pace[] of(List<NamedLimit> limits) {
    return limits.stream().map(Pace::new).toArray(Pace[]::new);
  }

  /** Whole microseconds that a cost is worth. */
  long whole(long cost) {
    return cost * whole + cost * rest / most;
  }

  /** What a cost is worth beside them, in {@code 1/limit} of a microsecond. */
  long part(long cost) {
    return cost * rest % most;
  }

  /** How far past the bound a cost behind a debt comes, in microseconds, rounded up. */
  long over(long debt, long debtPart, long cost) {
    long parts = debtPart + part(cost);
    long needed = debt + whole(cost) + parts / most;
    return needed - windowMicros + (parts % most > 0 ? 1 : 0);
  }

  /** The most that fits behind a debt. The guess is off by one at most; the comparison is exact. */
  long fitting(long debt, long debtPart) {
    double free = 1 - (double) debt / windowMicros;
    long guess = Math.max(0, Math.min(most, (long) (free * most)));
    while (guess > 0 && over(debt, debtPart, guess) > 0) {
      guess--;
    }
    while (guess < most && over(debt, debtPart, guess + 1) <= 0) {
      guess++;
    }
    return guess;
  }
}
