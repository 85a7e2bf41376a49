package io.keybearer.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a server can be started on, as settings. */
enum Databases {
  SQLITE {
    @Override
    Map<String, String> settings(Path data) {
      return Map.of("KEYBEARER_DATA", data.toString());
    }

    @Override
    String everythingStored(Map<String, String> settings, Path data) {
      return ContentCanaryTest.bytesOf(data);
    }
  },
  POSTGRESQL {
    @Override
    Map<String, String> settings(Path data) {
      return Map.of(
          "KEYBEARER_DATA",
          data.toString(),
          "KEYBEARER_DATABASE_URL",
          Postgres.addressOfEmptySchema());
    }

    @Override
    String everythingStored(Map<String, String> settings, Path data) {
      String address = settings.getOrDefault("KEYBEARER_DATABASE_URL", "");
      String schema = address.substring(address.lastIndexOf('=') + 1);
      return ContentCanaryTest.bytesOf(data) + Postgres.everyRowOf(schema);
    }
  };

  /** Settings of a server with an empty database of this kind. */
  abstract Map<String, String> settings(Path data);

  /** All that a server with these settings has stored, as text. */
  abstract String everythingStored(Map<String, String> settings, Path data);

  /** The address of an empty schema of PostgreSQL. */
  static String postgresql() {
    return Postgres.addressOfEmptySchema();
  }

  /** The port in an address. */
  static int port(String address) {
    return URI.create(address.substring("jdbc:".length())).getPort();
  }

  /** The same database over a line. */
  static String over(String address, TcpProxy line) {
    return address.replace(":" + port(address) + "/", ":" + line.port() + "/");
  }

  /** Ends every connection of PostgreSQL that waits for notifications. */
  static void endConnectionsThatListen() {
    Postgres.execute("""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
        """);
  }

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    static String addressOfEmptySchema() {
      String schema = "e2e_" + SCHEMAS.incrementAndGet();
      execute("CREATE SCHEMA " + schema);
      return SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    static void execute(String sql) {
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }

    /** Every row of every table of a schema, as PostgreSQL prints it, partitions included. */
    static String everyRowOf(String schema) {
      StringBuilder rows = new StringBuilder();
      try (Connection connection = SERVER.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery(
            "SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'")) {
          while (names.next()) {
            tables.add(names.getString(1));
          }
        }
        for (String table : tables) {
          try (ResultSet all = statement.executeQuery(
              "SELECT CAST(t AS text) FROM " + schema + "." + table + " t")) {
            while (all.next()) {
              rows.append(all.getString(1)).append('\n');
            }
          }
        }
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
      return rows.toString();
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
