package io.keybearer.key;

import java.util.Optional;
import java.util.UUID;

/**
 * The id of a key: a UUID, version 7 for keys made here, so that ids sort by time of issue. Not a
 * secret, and not the {@code prefix} that stands in the key's text.
 */
public record ApiKeyId(UUID value) {
  /** Reads the canonical 36-character form, or nothing when it is not one. */
  public static Optional<ApiKeyId> parse(String text) {
    return CanonicalUuid.parse(text).map(ApiKeyId::new);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
