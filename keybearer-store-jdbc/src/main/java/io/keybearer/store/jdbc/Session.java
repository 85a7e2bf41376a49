package io.keybearer.store.jdbc;

import io.keybearer.problem.InvalidValueException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on one connection. Used by one thread. */
record Session(Connection connection, Dialect dialect) {
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
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(new Parameters(statement, dialect));
      try (ResultSet results = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        Row row = new Row(results, dialect);
        while (results.next()) {
          rows.add(read(row, mapping));
        }
        return rows;
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
