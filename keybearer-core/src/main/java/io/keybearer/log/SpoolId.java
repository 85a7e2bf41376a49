package io.keybearer.log;

import java.util.UUID;

/** The id of a spool: drawn once, when its folder is made, and kept there. */
public record SpoolId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
