package io.keybearer.store;

import java.util.List;

/**
 * What a transaction came to, once it is committed.
 *
 * @param value what its work returned
 * @param changes the rows it added to the change feed, ascending
 */
public record Committed<T>(T value, List<Change> changes) {
  /** Copies the changes. */
  public Committed {
    changes = List.copyOf(changes);
  }
}
