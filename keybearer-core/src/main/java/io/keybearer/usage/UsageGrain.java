package io.keybearer.usage;

import java.time.Duration;
import java.time.Instant;

/** How long the spans are in which requests are counted, all in UTC, and how long those are kept. */
public enum UsageGrain {
  /** By the minute, kept for two days. */
  MINUTE(1, Duration.ofDays(2)),
  /** By the hour, kept for ninety days. */
  HOUR(60, Duration.ofDays(90)),
  /** By the day, kept for good. */
  DAY(24 * 60, Duration.ZERO);

  private static final long SECONDS = 60;

  private final int minutes;
  private final Duration kept;

  UsageGrain(int minutes, Duration kept) {
    this.minutes = minutes;
    this.kept = kept;
  }

  /** The minute of an instant, counted from 1970. */
  public static long minuteOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS);
  }

  /** When a minute begins, counted from 1970. */
  public static Instant instantOf(long minute) {
    return Instant.ofEpochSecond(minute * SECONDS);
  }

  /** The first minute of the span that holds this one. */
  public long startOf(long minute) {
    return Math.floorDiv(minute, minutes) * minutes;
  }

  /** How many minutes a span has. */
  public int minutes() {
    return minutes;
  }

  /** Whether spans are dropped when they are old enough. */
  public boolean isDropped() {
    return !kept.isZero();
  }

  /** The first minute that is still kept in full; of days, every one is. */
  public long firstKept(Instant now) {
    return isDropped() ? startOf(minuteOf(now.minus(kept))) : Long.MIN_VALUE;
  }

  /** The name on the wire: {@code minute}, {@code hour}, {@code day}. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
