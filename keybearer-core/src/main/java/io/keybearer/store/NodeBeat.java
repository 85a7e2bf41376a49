package io.keybearer.store;

import java.time.Duration;
import java.util.UUID;

/**
 * What a node says of itself again and again while it lives.
 *
 * @param id which node
 * @param name what operators call it, 0–100 characters without control characters
 * @param maxStaleness how long it believes its memory without a look at the feed; whole
 *     milliseconds, from 1
 * @param epoch the feed that it follows
 * @param applied the number of the last change of that feed that it has applied, with all before it
 */
public record NodeBeat(NodeId id, String name, Duration maxStaleness, UUID epoch, long applied) {
  private static final int LONGEST_NAME = 100;

  /** Rounds the maximum staleness up to whole milliseconds, and refuses what cannot be. */
  public NodeBeat {
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "expected a name of at most 100 characters without control characters");
    }
    if (maxStaleness.isNegative() || maxStaleness.isZero() || applied < 0) {
      throw new IllegalArgumentException("expected a time above zero and a number from zero");
    }
    maxStaleness = Duration.ofMillis(maxStaleness.plusNanos(999_999).toMillis());
  }
}
