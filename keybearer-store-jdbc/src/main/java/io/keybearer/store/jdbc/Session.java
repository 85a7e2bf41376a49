package io.keybearer.store.jdbc;

import io.keybearer.problem.InvalidValueException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. Used by one thread.
 *
 * @param bound how long a reading may take; null = as long as it likes
 */
record Session(
    Connection connection, Dialect dialect, @Nullable Duration bound) {
  /** How many rows a database that can hands over at a time, when they are not kept. */
  private static final int FETCHED = 5_000;

  Session(Connection connection, Dialect dialect) {
    this(connection, dialect, null);
  }

  /** The same, whose readings end after some time as {@link StatementBound} says. */
  Session within(Duration most) {
    return new Session(connection, dialect, most);
  }

  /** Does something with a row. */
  @FunctionalInterface
  interface Use {
    void use(Row row) throws SQLException;
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  interface Binding {
    void bind(Parameters parameters) throws SQLException;
  }

  /** Sets the parameters of a statement for one thing. */
  @FunctionalInterface
  interface ItemBinding<E> {
    void bind(Parameters parameters, E item) throws SQLException;
  }

  /** Makes a thing of a row. */
  @FunctionalInterface
  interface Mapping<T> {
    T map(Row row) throws SQLException;
  }

  <T> List<T> list(String sql, Binding binding, Mapping<T> mapping) throws SQLException {
    List<T> rows = new ArrayList<>();
    run(sql, 0, binding, row -> rows.add(read(row, mapping)));
    return rows;
  }

  /** Hands over one row after the other and keeps none; in a transaction, or all are read at once. */
  void each(String sql, Binding binding, Use use) throws SQLException {
    run(sql, FETCHED, binding, use);
  }

  private void run(String sql, int fetched, Binding binding, Use use) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        StatementBound watched = StatementBound.of(statement, bound)) {
      binding.bind(new Parameters(statement, dialect));
      statement.setFetchSize(fetched);
      try (ResultSet results = statement.executeQuery()) {
        Row row = new Row(results, dialect);
        while (results.next()) {
          use.use(row);
        }
      } catch (SQLException failure) {
        throw watched.meaning(failure);
      }
    }
  }

  <T> Optional<T> first(String sql, Binding binding, Mapping<T> mapping) throws SQLException {
    return list(sql, binding, mapping).stream().findFirst();
  }

  int update(String sql, Binding binding) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(new Parameters(statement, dialect));
      return statement.executeUpdate();
    }
  }

  /** Runs a statement once for each item, in order, and says how many rows each one changed. */
  <E> int[] batch(String sql, List<E> items, ItemBinding<E> binding) throws SQLException {
    if (items.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Parameters parameters = new Parameters(statement, dialect);
      for (E item : items) {
        binding.bind(parameters.again(), item);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  /** Runs a statement of ours without parameters. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What is wrong with stored values is the store's fault, not the caller's. */
  private static <T> T read(Row row, Mapping<T> mapping) throws SQLException {
    try {
      return mapping.map(row);
    } catch (InvalidValueException | IllegalArgumentException | DateTimeException unreadable) {
      throw new SQLDataException("a stored row cannot be read", unreadable);
    }
  }
}
