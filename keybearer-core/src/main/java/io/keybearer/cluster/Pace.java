package io.keybearer.cluster;

import java.time.Duration;

/**
 * How often a node beats, and when others take it for silent.
 *
 * @param maxStaleness how long it believes its memory without a look at the feed
 */
record Pace(Duration maxStaleness) {
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  /** How often it beats when nothing happens. */
  Duration beatEvery() {
    Duration quarter = maxStaleness.dividedBy(4);
    return quarter.compareTo(SLOWEST) < 0 ? quarter : SLOWEST;
  }

  /**
   * What it may look at the feed after its last beat, before it is cut off, is within the time of one
   * beat; from there on it believes its memory for as long as it may.
   */
  Duration longestSilence() {
    return maxStaleness.plus(beatEvery());
  }
}
