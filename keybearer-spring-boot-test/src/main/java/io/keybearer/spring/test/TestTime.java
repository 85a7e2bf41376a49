package io.keybearer.spring.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of an engine under test: stands still until it is moved. Keys live by the wall clock,
 * limits refill by monotonic nanoseconds; both move together. Safe for concurrent use.
 */
public final class TestTime extends Clock {
  /** Where every test begins. */
  public static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

  private final AtomicLong millis = new AtomicLong(START.toEpochMilli());
  private final AtomicLong nanos = new AtomicLong();

  TestTime() {}

  /**
   * Lets time pass.
   *
   * @throws IllegalArgumentException when it would run backwards
   */
  public void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("expected time to pass forwards");
    }
    nanos.addAndGet(time.toNanos());
    millis.addAndGet(time.toMillis());
  }

  /** The monotonic nanoseconds. */
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException always: everything here is in UTC
   */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("expected UTC alone");
  }
}
