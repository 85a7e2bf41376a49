package io.keybearer.benchmarks.scale;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What is in use of the heap of this process. */
final class Heap {
  private static final int MOST_TRIES = 20;
  private static final double STEADY = 0.000_5;

  /** Longer than what works in the background takes to put away its notes. */
  private static final Duration PAUSE = Duration.ofMillis(700);

  private Heap() {}

  /** Bytes in use after collections, once they no longer change. */
  static long settled() {
    long before = afterCollection();
    for (int i = 0; i < MOST_TRIES; i++) {
      LockSupport.parkNanos(PAUSE.toNanos());
      long now = afterCollection();
      if (Math.abs(now - before) < STEADY * now) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static long afterCollection() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
