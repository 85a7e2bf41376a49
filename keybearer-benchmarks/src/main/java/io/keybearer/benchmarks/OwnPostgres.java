package io.keybearer.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A PostgreSQL of its own, as careful of its data as one for real work. */
public final class OwnPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final ProcessHandle main;

  private OwnPostgres(EmbeddedPostgres server, ProcessHandle main) {
    this.server = server;
    this.main = main;
  }

  /** Starts it. */
  public static OwnPostgres start() throws IOException, SQLException {
    EmbeddedPostgres server = EmbeddedPostgres.builder()
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("max_wal_size", "1GB")
        .start();
    return new OwnPostgres(server, mainOf(server));
  }

  /** It stands on its own, so it is found by way of one of its children. */
  private static ProcessHandle mainOf(EmbeddedPostgres server) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
        Statement statement = connection.createStatement();
        ResultSet child = statement.executeQuery("SELECT pg_backend_pid()")) {
      if (!child.next()) {
        throw new IllegalStateException("expected the number of a process");
      }
      return ProcessHandle.of(child.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    }
  }

  /** The address of a new schema, as good as a database of its own. */
  public String newSchema(String name) throws SQLException {
    String address = server.getJdbcUrl("postgres", "postgres");
    try (Connection connection = DriverManager.getConnection(address);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    }
    return address + "&currentSchema=" + name;
  }

  /** Its processes. */
  public Stream<ProcessHandle> processes() {
    return main.descendants();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
