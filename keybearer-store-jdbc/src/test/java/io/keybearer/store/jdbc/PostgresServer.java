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

/**
 * The one PostgreSQL of this test run, in which each test has schemas of its own: as good as a
 * database of its own, and made and dropped in a fraction of the time.
 */
final class PostgresServer {
  private static final EmbeddedPostgres SERVER = started();
  private static final String ADDRESS = SERVER.getJdbcUrl("postgres", "postgres");
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final Queue<String> MADE = new ConcurrentLinkedQueue<>();

  private PostgresServer() {}

  /** Makes an empty schema and gives its address. */
  static String newSchema() {
    String name = "test_" + SCHEMAS.incrementAndGet();
    execute(ADDRESS, "CREATE SCHEMA " + name);
    MADE.add(name);
    return ADDRESS + "&currentSchema=" + name;
  }

  /** The port that it listens on. */
  static int port() {
    return SERVER.getPort();
  }

  /** The same database by way of another port. */
  static String by(int port, String url) {
    return url.replace(":" + port() + "/", ":" + port + "/");
  }

  /** Drops what was made since the last time. */
  static void dropSchemas() {
    for (String name = MADE.poll(); name != null; name = MADE.poll()) {
      execute(ADDRESS, "DROP SCHEMA " + name + " CASCADE");
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
