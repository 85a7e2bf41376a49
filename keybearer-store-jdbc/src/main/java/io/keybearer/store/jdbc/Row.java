package io.keybearer.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The row on which a result stands; a null where there can be none is an exception. */
record Row(ResultSet results, Dialect dialect) {
  UUID uuid(String column) throws SQLException {
    return present(uuidOrNull(column), column);
  }

  @Nullable
  UUID uuidOrNull(String column) throws SQLException {
    return dialect.uuid(results, column);
  }

  Instant instant(String column) throws SQLException {
    return present(instantOrNull(column), column);
  }

  @Nullable
  Instant instantOrNull(String column) throws SQLException {
    return dialect.instant(results, column);
  }

  String text(String column) throws SQLException {
    return present(textOrNull(column), column);
  }

  @Nullable
  String textOrNull(String column) throws SQLException {
    return results.getString(column);
  }

  long number(String column) throws SQLException {
    return present(numberOrNull(column), column);
  }

  @Nullable
  Long numberOrNull(String column) throws SQLException {
    long value = results.getLong(column);
    return results.wasNull() ? null : value;
  }

  @Nullable
  Integer wholeOrNull(String column) throws SQLException {
    int value = results.getInt(column);
    return results.wasNull() ? null : value;
  }

  @Nullable
  Double realOrNull(String column) throws SQLException {
    double value = results.getDouble(column);
    return results.wasNull() ? null : value;
  }

  boolean truth(String column) throws SQLException {
    return results.getBoolean(column);
  }

  byte[] bytes(String column) throws SQLException {
    return present(results.getBytes(column), column);
  }

  /** One of the words that the domain knows. */
  <T> T word(String column, Function<String, Optional<T>> words) throws SQLException {
    return present(wordOrNull(column, words), column);
  }

  <T> @Nullable T wordOrNull(String column, Function<String, Optional<T>> words)
      throws SQLException {
    String text = textOrNull(column);
    if (text == null) {
      return null;
    }
    return words
        .apply(text)
        .orElseThrow(() -> new SQLDataException("expected a known word in column " + column));
  }

  /** A value that is kept as text. */
  <T> @Nullable T parsedOrNull(String column, Function<String, T> parser) throws SQLException {
    String text = textOrNull(column);
    return text == null ? null : parser.apply(text);
  }

  private static <T> T present(@Nullable T value, String column) throws SQLException {
    if (value == null) {
      throw new SQLDataException("expected a value in column " + column);
    }
    return value;
  }
}
