package io.keybearer.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of this test run, in which each test makes a database of its own. */
final class PostgresServer {
  private static final EmbeddedPostgres SERVER = started();
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Queue<String> MADE = new ConcurrentLinkedQueue<>();

  private PostgresServer() {}

  /** Makes an empty database and gives its address. */
  static String newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    execute(SERVER.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
    MADE.add(name);
    return SERVER.getJdbcUrl("postgres", name);
  }

  /** Drops what was made since the last time; hundreds of databases would take long to delete. */
  static void dropDatabases() {
    for (String name = MADE.poll(); name != null; name = MADE.poll()) {
      execute(SERVER.getJdbcUrl("postgres", "postgres"), "DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  /** Runs one statement in a database. */
  static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static EmbeddedPostgres started() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
