package io.keybearer.benchmarks.log;

import io.keybearer.log.LogDestination;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolStep;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Takes nothing until it is opened, and keeps nothing after that. Safe for concurrent use. */
final class GatedLog implements LogDestination {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLong missing = new AtomicLong(Long.MAX_VALUE);

  /** Opens it, and says how many nanoseconds passed until so many entries came. */
  long open(long count) {
    missing.set(count);
    long start = System.nanoTime();
    gate.countDown();
    await(end);
    return System.nanoTime() - start;
  }

  @Override
  public List<LogId> append(List<LogEntry> batch) {
    throw new UnsupportedOperationException("only out of a spool");
  }

  @Override
  public List<LogId> append(List<LogEntry> batch, SpoolStep step) {
    await(gate);
    if (missing.addAndGet(-batch.size()) <= 0) {
      end.countDown();
    }
    return List.of();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("expected an end within five minutes");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public OptionalLong spoolPosition(SpoolId spool) {
    return OptionalLong.empty();
  }

  @Override
  public void forgetSpool(SpoolId spool) {
    // Nothing is kept of one.
  }

  @Override
  public List<LogId> retryKept(Instant now) {
    return List.of();
  }
}
