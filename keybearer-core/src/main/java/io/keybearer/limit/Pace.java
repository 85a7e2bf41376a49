package io.keybearer.limit;

import java.math.BigInteger;
import java.util.List;

/**
 * A limit with what the generic cell rate algorithm needs of it worked out: a token is worth {@code
 * window/limit} nanoseconds, kept exactly as whole nanoseconds and a rest counted in {@code 1/limit}
 * nanoseconds. No product leaves 64 bits: limit and cost are at most 10<sup>9</sup>, the window at
 * most 10<sup>18</sup> ns. Immutable.
 */
final class Pace {
  final NamedLimit limit;
  final long most;
  final long windowNanos;
  private final long whole;
  private final long rest;

  private Pace(NamedLimit limit) {
    this.limit = limit;
    most = limit.rate().limit();
    windowNanos = limit.rate().windowNanos();
    whole = windowNanos / most;
    rest = windowNanos % most;
  }

  static Pace[] of(List<NamedLimit> limits) {
    return limits.stream().map(Pace::new).toArray(Pace[]::new);
  }

  /** Whole nanoseconds of a cost: the integer of {@code cost·window/limit}. */
  long whole(long cost) {
    return cost == 1 ? whole : cost * whole + cost * rest / most;
  }

  /** The rest of a cost, in parts of {@code 1/limit} nanoseconds. */
  long rest(long cost) {
    return cost == 1 ? rest : cost * rest % most;
  }

  boolean isOf(Pace other) {
    return this == other || limit.name().equals(other.limit.name());
  }

  boolean hasRateOf(Pace other) {
    return most == other.most && windowNanos == other.windowNanos;
  }

  /** A debt under this rate as the same share of another's window, in nanoseconds, rounded up. */
  long scaled(long nanos, long part, Pace other) {
    BigInteger parts = BigInteger.valueOf(most);
    BigInteger debt = BigInteger.valueOf(nanos).multiply(parts).add(BigInteger.valueOf(part));
    BigInteger all = BigInteger.valueOf(windowNanos).multiply(parts);
    BigInteger[] scaled =
        debt.multiply(BigInteger.valueOf(other.windowNanos)).divideAndRemainder(all);
    return Math.min(scaled[0].longValueExact() + scaled[1].signum(), other.windowNanos);
  }
}
