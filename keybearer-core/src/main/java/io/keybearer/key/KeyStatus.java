package io.keybearer.key;

import java.util.Arrays;
import java.util.Optional;

/** Where a key stands in its life at one instant, in the order in which verification looks. */
public enum KeyStatus {
  /** Ended for good. */
  REVOKED("revoked"),
  /** Replaced, and past the end of its grace. */
  ROTATED("rotated"),
  /** Switched off until it is enabled. */
  DISABLED("disabled"),
  /** Its {@code not_before} still lies ahead. */
  NOT_YET_VALID("not_yet_valid"),
  /** Its {@code expires_at} has come. */
  EXPIRED("expired"),
  /** Good. */
  ACTIVE("active");

  private final String wireName;

  KeyStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The lower-case name used in filters and answers. */
  public String wireName() {
    return wireName;
  }

  /** Finds the status with this wire name, or nothing. */
  public static Optional<KeyStatus> fromWireName(String name) {
    return Arrays.stream(values())
        .filter(status -> status.wireName.equals(name))
        .findFirst();
  }
}
