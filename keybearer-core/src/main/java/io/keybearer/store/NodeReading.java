package io.keybearer.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One look at the nodes, and at the feed at the same moment.
 *
 * @param epoch names the feed
 * @param head the number of the last change committed, 0 before the first
 * @param nodes every node that was noted and not removed, by id; some may be silent for long
 * @param storeTime the wall clock of the store's host at this look
 */
public record NodeReading(UUID epoch, long head, List<Node> nodes, Instant storeTime) {
  /** Copies the nodes. */
  public NodeReading {
    nodes = List.copyOf(nodes);
  }
}
