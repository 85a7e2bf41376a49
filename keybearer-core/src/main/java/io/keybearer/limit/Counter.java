package io.keybearer.limit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What has been spent under one name, replaced as a whole. A counter is retired when all its limits
 * are full, and never changes again then: whoever holds it asks for another. Safe for concurrent
 * use, without locks.
 */
final class Counter {
  private static final ArrivalTime[] NOTHING = {};
  private static final ArrivalTime[] RETIRED = {};

  final String name;
  private final AtomicReference<ArrivalTime[]> spent;

  private Counter(String name, ArrivalTime[] spent) {
    this.name = name;
    this.spent = new AtomicReference<>(spent);
  }

  /** A counter of which nothing is spent. */
  static Counter fresh(String name) {
    return new Counter(name, NOTHING);
  }

  /** A counter that is not to be used. */
  static Counter retired(String name) {
    return new Counter(name, RETIRED);
  }

  /** What is spent; of a retired counter nothing. Not to be written to. */
  ArrivalTime[] spent() {
    return Objects.requireNonNull(spent.get());
  }

  boolean isRetired() {
    return spent.get() == RETIRED;
  }

  /** Replaces what is spent if it still is what was seen, which no retired counter's is. */
  boolean replace(ArrivalTime[] seen, ArrivalTime[] next) {
    return seen != RETIRED && spent.compareAndSet(seen, next);
  }

  /** Ends this counter if everything is full, which loses nothing; says whether it is ended. */
  boolean retire(long now) {
    ArrivalTime[] seen = spent();
    for (ArrivalTime arrival : seen) {
      if (!arrival.isFull(now)) {
        return false;
      }
    }
    return seen == RETIRED || spent.compareAndSet(seen, RETIRED);
  }
}
