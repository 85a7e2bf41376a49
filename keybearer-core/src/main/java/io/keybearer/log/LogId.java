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

  /**
   * Which payloads may complete its row, decided when it was made. It stands in the id itself, so that
   * whoever takes the report need not look: to forge it would be to name a row that is not there.
   */
  public Captured captured() {
    return Captured.ofBits((int) value.getLeastSignificantBits());
  }

  /** The same id, but for which payloads may complete its row: for rows that others are to make. */
  public LogId capturing(Captured captured) {
    long low = (value.getLeastSignificantBits() & ~3L) | captured.bits();
    return new LogId(new UUID(value.getMostSignificantBits(), low));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
