package io.keybearer.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** The databases that a server can be started on, as settings. */
enum Databases {
  SQLITE {
    @Override
    Map<String, String> settings(Path data) {
      return Map.of("KEYBEARER_DATA", data.toString());
    }
  },
  POSTGRESQL {
    @Override
    Map<String, String> settings(Path data) {
      return Map.of(
          "KEYBEARER_DATA",
          data.toString(),
          "KEYBEARER_DATABASE_URL",
          Postgres.SERVER.getJdbcUrl("postgres", "postgres"));
    }
  };

  /** Settings of a server with an empty database of this kind; PostgreSQL's is empty once. */
  abstract Map<String, String> settings(Path data);

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
