package io.keybearer.log;

import java.time.Duration;

/**
 * How long to leave the store alone after a batch: so long that writing takes its share of the time,
 * and not at all while the spool is more than half full or more than a minute behind.
 *
 * @param share above 0 to 1
 * @param mostBytes how much the spools may hold
 */
record DrainPace(double share, long mostBytes) {
  private static final Duration FAR_BEHIND = Duration.ofMinutes(1);

  /**
   * The pause after a batch.
   *
   * @param took how long the batch took, in nanoseconds
   * @param waiting how many bytes wait
   * @param behind how long the oldest of them has waited
   * @return nanoseconds
   */
  long pauseAfter(long took, long waiting, Duration behind) {
    boolean hurries = waiting > mostBytes / 2 || behind.compareTo(FAR_BEHIND) > 0;
    return hurries ? 0 : (long) (took * (1 - share) / share);
  }
}
