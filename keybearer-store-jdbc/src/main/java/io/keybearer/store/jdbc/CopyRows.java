package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Log rows in the binary form of PostgreSQL's COPY, sent in pieces of some 64 KiB. Used by one
 * thread.
 *
 * <p>A row is the number of its fields in 2 bytes; a field is its length in 4 bytes, -1 for null, and
 * its bytes; numbers have their highest byte first.
 */
final class CopyRows {
  private static final int PIECE = 65_536;
  private static final short FIELDS = 17;
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final CopyIn copy;
  private final CopyBytes bytes = new CopyBytes(PIECE + PIECE / 4);

  CopyRows(CopyIn copy) {
    this.copy = copy;
    bytes.raw(HEADER);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when its instant lies outside the years 0 to 9999, or a text of
   *     ours holds what cannot be stored
   */
  void add(ApiKeyLog row) throws SQLException {
    bytes.int16(FIELDS);
    id(row.id().value());
    id(row.apiKey().value());
    id(row.company().value());
    id(LogWrites.valueOrNull(row.caller()));
    instant(row.at());
    real(row.executionTime());
    whole(row.statusCode());
    truth(row.completed());
    own(row.prefix());
    own(row.outcome());
    bytes.text(row.method());
    bytes.text(row.endpoint());
    own(row.ipAddress());
    bytes.text(row.userAgent());
    bytes.text(row.referer());
    bytes.text(row.requestData());
    bytes.text(row.responseData());
    if (bytes.size() >= PIECE) {
      send();
    }
  }

  /** Sends what is left and waits until the database has taken all of it. */
  void end() throws SQLException {
    bytes.int16((short) -1);
    send();
    copy.endCopy();
  }

  private void send() throws SQLException {
    copy.writeToCopy(bytes.array(), 0, bytes.size());
    bytes.clear();
  }

  private void id(@Nullable UUID value) {
    if (value == null) {
      bytes.nothing();
    } else {
      bytes.int32(16);
      bytes.int64(value.getMostSignificantBits());
      bytes.int64(value.getLeastSignificantBits());
    }
  }

  /** Microseconds since the year 2000. */
  private void instant(Instant value) {
    bytes.int32(8);
    bytes.int64((Parameters.storable(value).toEpochMilli() - 946_684_800_000L) * 1_000);
  }

  private void real(@Nullable Double value) {
    if (value == null) {
      bytes.nothing();
    } else {
      bytes.int32(8);
      bytes.int64(Double.doubleToLongBits(value));
    }
  }

  private void whole(@Nullable Integer value) {
    if (value == null) {
      bytes.nothing();
    } else {
      bytes.int32(4);
      bytes.int32(value);
    }
  }

  private void truth(boolean value) {
    bytes.int32(1);
    bytes.int8(value ? 1 : 0);
  }

  /** A text that is not a client's and so must be storable as it is. */
  private void own(@Nullable String value) {
    bytes.text(value == null ? null : Parameters.storable(value));
  }
}
