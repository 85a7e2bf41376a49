package io.keybearer.limit.redis;

/**
 * How tokens of a counter may be leased.
 *
 * @param smallest the smallest of its limits
 * @param lifeMicros how long a lease lives: up to that much of an unused limit is lost to it
 */
record LeaseTerms(long smallest, long lifeMicros) {
  private static final long MICROS_IN_SECOND = 1_000_000;
  private static final long LONGEST_MICROS = MICROS_IN_SECOND;

  /** A lease lives for a part of the window. */
  private static final int PART = 100;

  private static final int LEAST_EACH_NODE = 100;

  /** So that the script's products stay exact. */
  private static final long MOST = 8_000_000;

  /** A lease ends here a little before it does for Redis, whose clock may be faster. */
  private static final long NANOS_IN_MICRO_AND_SAFE = 980;

  /** What part of a life goes by before Redis is asked again when it had less than was wanted. */
  private static final int PAUSES = 200;

  static LeaseTerms of(CounterName name) {
    long window = name.limits().stream()
        .mapToLong(limit -> limit.rate().windowSeconds())
        .min()
        .orElseThrow();
    return new LeaseTerms(
        name.smallest(), Math.min(LONGEST_MICROS, window * MICROS_IN_SECOND / PART));
  }

  /** Small limits are not leased: what is lost would be felt. */
  boolean allowLeases(int nodes) {
    return smallest / nodes >= LEAST_EACH_NODE;
  }

  /** The most tokens of one lease. */
  long most(int nodes) {
    return MOST / nodes;
  }

  long lifeNanos() {
    return lifeMicros * NANOS_IN_MICRO_AND_SAFE;
  }

  long pauseNanos() {
    return lifeNanos() / PAUSES;
  }
}
