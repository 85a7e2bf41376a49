package io.keybearer.store.jdbc;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How ids and instants stand in SQLite's tables: for people to read, or in as few bytes as can be. */
enum SqliteForm {
  /** Of keys, companies and the trail: the canonical texts, which sort as what they say. */
  READABLE {
    @Override
    void set(PreparedStatement statement, int index, UUID value) throws SQLException {
      statement.setString(index, value.toString());
    }

    @Override
    void set(PreparedStatement statement, int index, Instant value) throws SQLException {
      statement.setString(index, INSTANT.format(value));
    }

    @Override
    @Nullable
    UUID uuid(ResultSet row, String column) throws SQLException {
      String value = row.getString(column);
      return value == null ? null : UUID.fromString(value);
    }

    @Override
    @Nullable
    Instant instant(ResultSet row, String column) throws SQLException {
      String value = row.getString(column);
      return value == null ? null : Instant.parse(value);
    }
  },
  /** Of the log: 16 bytes, and milliseconds since 1970. */
  COMPACT {
    @Override
    void set(PreparedStatement statement, int index, UUID value) throws SQLException {
      statement.setBytes(index, bytes(value));
    }

    @Override
    void set(PreparedStatement statement, int index, Instant value) throws SQLException {
      statement.setLong(index, value.toEpochMilli());
    }

    @Override
    @Nullable
    UUID uuid(ResultSet row, String column) throws SQLException {
      byte[] value = row.getBytes(column);
      if (value == null) {
        return null;
      }
      if (value.length != UUID_BYTES) {
        throw new SQLDataException("expected an id of 16 bytes in column " + column);
      }
      ByteBuffer buffer = ByteBuffer.wrap(value);
      return new UUID(buffer.getLong(), buffer.getLong());
    }

    @Override
    @Nullable
    Instant instant(ResultSet row, String column) throws SQLException {
      long value = row.getLong(column);
      return row.wasNull() ? null : Instant.ofEpochMilli(value);
    }
  };

  private static final int UUID_BYTES = 16;

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  abstract void set(PreparedStatement statement, int index, UUID value) throws SQLException;

  abstract void set(PreparedStatement statement, int index, Instant value) throws SQLException;

  abstract @Nullable UUID uuid(ResultSet row, String column) throws SQLException;

  abstract @Nullable Instant instant(ResultSet row, String column) throws SQLException;

  static void setNull(PreparedStatement statement, int index) throws SQLException {
    statement.setNull(index, Types.NULL);
  }

  /** The 16 bytes of an id, which sort as the id does. */
  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
