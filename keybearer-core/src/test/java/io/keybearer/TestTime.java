package io.keybearer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock and monotonic nanoseconds that stand still until they are moved. Thread-safe. */
public final class TestTime extends Clock {
  /** Where every wall clock begins: a Tuesday morning. */
  public static final Instant START = Instant.parse("2026-03-10T09:30:00Z");

  private final AtomicLong wallMillis = new AtomicLong(START.toEpochMilli());
  private final AtomicLong nanos = new AtomicLong(123_456_789L);

  /** Clocks that stand at the start. */
  public TestTime() {}

  /** Lets time pass: both clocks move. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    wallMillis.addAndGet(time.toMillis());
  }

  /** Sets the wall clock forward, or back when negative; no time passes. */
  public void jump(Duration time) {
    wallMillis.addAndGet(time.toMillis());
  }

  /** The monotonic nanoseconds. */
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("expected UTC alone");
  }
}
