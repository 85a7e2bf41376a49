package io.keybearer.limit.redis;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens that Redis has charged as if all of them were spent at the lease's end. What is not spent
 * by then is lost. Safe for concurrent use, without locks.
 */
final class Lease {
  static final Lease[] NONE = {};

  private final long size;
  private final long end;
  private final AtomicLong rest;

  Lease(long size, long end) {
    this.size = size;
    this.end = end;
    rest = new AtomicLong(size);
  }

  boolean isAlive(long now) {
    return now - end < 0;
  }

  /** How many tokens can be spent now. */
  long rest(long now) {
    return isAlive(now) ? rest.get() : 0;
  }

  boolean spend(long cost, long now) {
    if (!isAlive(now)) {
      return false;
    }
    long seen = rest.get();
    while (seen >= cost) {
      if (rest.compareAndSet(seen, seen - cost)) {
        return true;
      }
      seen = rest.get();
    }
    return false;
  }

  /** Takes back what was spent of it, and never more. */
  boolean giveBack(long cost, long now) {
    if (!isAlive(now)) {
      return false;
    }
    long seen = rest.get();
    while (seen + cost <= size) {
      if (rest.compareAndSet(seen, seen + cost)) {
        return true;
      }
      seen = rest.get();
    }
    return false;
  }

  /** Says whether at most half is left. */
  boolean runsLow() {
    return rest.get() <= size / 2;
  }
}
