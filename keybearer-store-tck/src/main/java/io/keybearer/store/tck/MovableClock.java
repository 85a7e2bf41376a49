package io.keybearer.store.tck;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Tells whole milliseconds, in UTC. Thread-safe. */
public final class MovableClock extends Clock {
  private final AtomicReference<Instant> now;

  private MovableClock(Instant start) {
    now = new AtomicReference<>(start.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Makes a clock that stands at an instant. */
  public static MovableClock at(Instant start) {
    return new MovableClock(start);
  }

  /** Moves it, back when the time is negative. */
  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time).truncatedTo(ChronoUnit.MILLIS));
  }

  @Override
  public Instant instant() {
    return now.get();
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
