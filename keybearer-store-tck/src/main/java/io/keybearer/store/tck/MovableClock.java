package io.keybearer.store.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands still until it is moved. Tells whole milliseconds, in UTC. Thread-safe. */
public final class MovableClock extends Clock {
  private volatile Instant now;

  private MovableClock(Instant start) {
    now = start.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Makes a clock that stands at an instant. */
  public static MovableClock at(Instant start) {
    return new MovableClock(start);
  }

  /** Moves it, back when the time is negative. */
  public synchronized void advance(Duration time) {
    now = now.plus(time).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Instant instant() {
    return now;
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
