package io.keybearer.log;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to leave the store alone after a batch. Writing takes the processor time that nobody else
 * wants, and where there is none, its share of the time. The share grows to all of it while the spool
 * fills to its half, or falls a minute behind.
 *
 * @param share above 0 to 1
 * @param mostBytes how much the spools may hold
 * @param idle how many processors nobody else wants
 */
record DrainPace(double share, long mostBytes, DoubleSupplier idle) {
  private static final double FAR_BEHIND = Duration.ofMinutes(1).toNanos();

  /**
   * A batch over which the database took its time, or the first of a process, says little about the
   * next; and who looks for a row does not look for ever.
   */
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  /**
   * The pause after a batch.
   *
   * @param took how long the batch took, in nanoseconds
   * @param waiting how many bytes wait
   * @param behind how long the oldest of them has waited
   * @return nanoseconds, a second at most
   */
  long pauseAfter(long took, long waiting, Duration behind) {
    double now = Math.max(least(waiting, behind), idle.getAsDouble());
    return now >= 1 ? 0 : Math.min(LONGEST, (long) (took * (1 - now) / now));
  }

  private double least(long waiting, Duration behind) {
    double full = 2.0 * waiting / mostBytes;
    double urgency = Math.min(1, Math.max(full, behind.toNanos() / FAR_BEHIND));
    return share + (1 - share) * urgency * urgency;
  }
}
