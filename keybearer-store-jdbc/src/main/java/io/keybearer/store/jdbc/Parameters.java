package io.keybearer.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, set from left to right. Used by one thread. */
final class Parameters {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final PreparedStatement statement;
  private final Dialect dialect;
  private int index;

  Parameters(PreparedStatement statement, Dialect dialect) {
    this.statement = statement;
    this.dialect = dialect;
  }

  /** Goes back to the left, for the next statement of a batch. */
  Parameters again() {
    index = 0;
    return this;
  }

  Parameters uuid(@Nullable UUID value) throws SQLException {
    dialect.setUuid(statement, ++index, value);
    return this;
  }

  /**
   * Sets an instant to be stored, without what is finer than milliseconds.
   *
   * @throws IllegalArgumentException outside the years 0 to 9999
   */
  Parameters instant(@Nullable Instant value) throws SQLException {
    dialect.setInstant(statement, ++index, value == null ? null : storable(value));
    return this;
  }

  /** The instant in whole milliseconds, checked as {@link #instant} says. */
  static Instant storable(Instant value) {
    if (value.isBefore(FIRST) || value.isAfter(LAST)) {
      throw new IllegalArgumentException("expected an instant in the years 0 to 9999");
    }
    return value.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Sets an instant that stored ones are compared with by {@code <=} or {@code >}: without what is
   * finer than milliseconds, nothing changes.
   */
  Parameters now(Instant value) throws SQLException {
    dialect.setInstant(statement, ++index, within(value).truncatedTo(ChronoUnit.MILLIS));
    return this;
  }

  /**
   * Sets an instant that stored ones are compared with by {@code <} or {@code >=}: the next
   * millisecond, where it lies between two.
   */
  Parameters bound(Instant value) throws SQLException {
    Instant near = within(value);
    Instant floor = near.truncatedTo(ChronoUnit.MILLIS);
    dialect.setInstant(
        statement, ++index, floor.equals(near) ? floor : within(floor.plusMillis(1)));
    return this;
  }

  /**
   * Sets a text.
   *
   * @throws IllegalArgumentException when no database would give it back as it is
   */
  Parameters text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.VARCHAR);
      return this;
    }
    statement.setString(++index, storable(value));
    return this;
  }

  /** The text, checked as {@link #text} says. */
  static String storable(String value) {
    if (!StorableText.isStorable(value)) {
      throw new IllegalArgumentException("expected a text without U+0000 and unpaired surrogates");
    }
    return value;
  }

  /** Sets a text, with U+FFFD in the place of what no database would give back. */
  Parameters nearestText(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.VARCHAR);
    } else {
      statement.setString(++index, StorableText.of(value));
    }
    return this;
  }

  Parameters number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.BIGINT);
    } else {
      statement.setLong(++index, value);
    }
    return this;
  }

  Parameters whole(@Nullable Integer value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.INTEGER);
    } else {
      statement.setInt(++index, value);
    }
    return this;
  }

  Parameters real(@Nullable Double value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.DOUBLE);
    } else {
      statement.setDouble(++index, value);
    }
    return this;
  }

  Parameters truth(boolean value) throws SQLException {
    statement.setBoolean(++index, value);
    return this;
  }

  Parameters bytes(byte[] value) throws SQLException {
    statement.setBytes(++index, value);
    return this;
  }

  private static Instant within(Instant value) {
    if (value.isBefore(FIRST)) {
      return FIRST;
    }
    return value.isAfter(LAST) ? LAST : value;
  }
}
