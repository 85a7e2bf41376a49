package io.keybearer.key;

import java.util.Optional;
import java.util.UUID;

/** Reads UUIDs strictly: {@link UUID#fromString} also accepts {@code 1-1-1-1-1}. */
final class CanonicalUuid {
  private CanonicalUuid() {}

  static Optional<UUID> parse(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equalsIgnoreCase(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }
}
