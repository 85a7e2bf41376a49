package io.keybearer.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One look at the change feed.
 *
 * @param epoch names the feed; another epoch means that the database was replaced or restored
 * @param head the number of the last change committed, 0 before the first
 * @param changes those after the number asked for, ascending; those already trimmed are missing,
 *     which a reader sees by the gap
 * @param storeTime the wall clock of the store's host at this look
 */
public record FeedReading(UUID epoch, long head, List<Change> changes, Instant storeTime) {
  /** Copies the changes. */
  public FeedReading {
    changes = List.copyOf(changes);
  }
}
