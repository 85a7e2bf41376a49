package io.keybearer.limit.redis;

import java.util.ArrayList;
import java.util.List;

/** The leases that this process holds of one counter. Safe for concurrent use; spent without locks. */
final class Leases {
  /** What became of spending. */
  enum Spending {
    NOTHING,
    SPENT,
    /** Spent, and it is time for another lease. */
    SPENT_LOW
  }

  private volatile Lease[] held = Lease.NONE;

  Spending spend(long cost, long now) {
    Lease[] leases = held;
    int last = leases.length - 1;
    for (int i = 0; i <= last; i++) {
      if (leases[i].spend(cost, now)) {
        return i == last && leases[i].runsLow() ? Spending.SPENT_LOW : Spending.SPENT;
      }
    }
    return Spending.NOTHING;
  }

  boolean giveBack(long cost, long now) {
    for (Lease lease : held) {
      if (lease.giveBack(cost, now)) {
        return true;
      }
    }
    return false;
  }

  /** How many tokens can be spent now. */
  long rest(long now) {
    long rest = 0;
    for (Lease lease : held) {
      rest += lease.rest(now);
    }
    return rest;
  }

  /** Adds a lease behind those that still hold something. By one thread at a time. */
  void add(Lease lease, long now) {
    List<Lease> next = new ArrayList<>();
    for (Lease old : held) {
      if (old.rest(now) > 0) {
        next.add(old);
      }
    }
    next.add(lease);
    held = next.toArray(Lease.NONE);
  }
}
