package io.keybearer.cluster;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The wall clock of the store's host, read with the change feed and carried forward by this
 * process's monotonic clock, so that every node agrees on when a key expires. Within a process it
 * never moves backwards. Precision: one millisecond. Safe for concurrent use.
 */
public final class StoreClock extends Clock {
  private record Reading(long storeMillis, long nanos) {}

  private final LongSupplier nanoTime;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
  private volatile Reading reading;

  /**
   * Makes a clock that goes by a first guess until the store's time is observed.
   *
   * @param firstGuess read once
   * @param nanoTime monotonic nanoseconds, as {@link System#nanoTime}
   */
  public StoreClock(InstantSource firstGuess, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.reading = new Reading(firstGuess.millis(), nanoTime.getAsLong());
  }

  /**
   * Notes what the store's clock said.
   *
   * @param storeTime its answer
   * @param askedAtNanos this process's monotonic time when it was asked
   */
  public void observe(Instant storeTime, long askedAtNanos) {
    reading = new Reading(storeTime.toEpochMilli(), askedAtNanos);
  }

  @Override
  public long millis() {
    return millis(nanoTime.getAsLong());
  }

  /**
   * The time in milliseconds when this process's monotonic clock read so; never before one told
   * already.
   */
  public long millis(long nanos) {
    Reading base = reading;
    long now = base.storeMillis + (nanos - base.nanos) / 1_000_000;
    long seen = latest.get();
    if (now <= seen) {
      return seen;
    }
    return latest.accumulateAndGet(now, Math::max);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the store's clock is read in UTC");
  }
}
