package io.keybearer.benchmarks.limit;

import io.keybearer.limit.Meter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Threads that take as fast as they can, one a node, for a while. */
final class Rush {
  private final LongAdder accepted = new LongAdder();
  private final long nanos;

  Rush(List<Meter> meters, Duration duration) {
    long start = System.nanoTime();
    List<Thread> threads = meters.stream()
        .map(meter -> new Thread(() -> take(meter, start + duration.toNanos())))
        .toList();
    threads.forEach(Thread::start);
    threads.forEach(Rush::join);
    nanos = System.nanoTime() - start;
  }

  long accepted() {
    return accepted.sum();
  }

  /** From before the first take to after the last. */
  long nanos() {
    return nanos;
  }

  private void take(Meter meter, long end) {
    for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
      if (meter.take(1, now).accepted()) {
        accepted.increment();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("interrupted", interrupted);
    }
  }
}
