package io.keybearer.limit.redis;

/**
 * How much to lease next, by how fast the last leases went: about what will be used within a tenth
 * of a lease's life, so that little is lost when the use ends. Begins at one, which is no lease at
 * all, and doubles. Not safe for concurrent use.
 */
final class LeaseSize {
  private static final long MOST = 1_000_000;
  private static final int HORIZONS = 10;

  private final long horizonNanos;
  private long size = 1;
  private long last;
  private boolean asked;

  LeaseSize(long lifeNanos) {
    horizonNanos = lifeNanos / HORIZONS;
  }

  /** How many tokens to lease when Redis is asked now; 0 for none. */
  long next(long now) {
    long gap = now - last;
    if (asked && gap <= horizonNanos) {
      size = Math.min(MOST, size * 2);
    } else if (asked) {
      size = Math.max(1, (long) ((double) size * horizonNanos / gap));
    }
    asked = true;
    last = now;
    return size == 1 ? 0 : size;
  }

  /** Learns what came of it: there is no use in asking for much more than there is. */
  void got(long wanted, long granted) {
    if (granted < wanted) {
      size = Math.max(1, Math.max(granted, size / 2));
    }
  }
}
