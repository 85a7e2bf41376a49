package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of a log row: a UUID version 7 of the time of its request, made before the row is written,
 * so that ids sort by time.
 */
public record LogId(UUID value) {
  /** Reads the canonical 36-character form, or nothing when it is not one. */
  public static Optional<LogId> parse(String text) {
    return ApiKeyId.parse(text).map(id -> new LogId(id.value()));
  }

  /** The time of its request, to the millisecond. */
  public Instant at() {
    return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
