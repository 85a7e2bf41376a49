package io.keybearer.store;

import java.util.UUID;

/** The id of a node: a UUID that an engine takes anew with every start. */
public record NodeId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
