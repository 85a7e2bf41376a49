package io.keybearer.store.jdbc;

import java.nio.file.Path;
import java.time.Clock;

/** The two products, for tests that hold for both. */
enum TestDatabase {
  SQLITE {
    @Override
    String newAddress(Path folder) {
      return folder.toString();
    }

    @Override
    ConnectionPools pools(String address) {
      return ConnectionPools.sqlite(Path.of(address));
    }

    @Override
    Dialect dialect() {
      return new SqliteDialect(Clock.systemUTC());
    }
  },
  POSTGRES {
    @Override
    String newAddress(Path folder) {
      return PostgresServer.newSchema();
    }

    @Override
    ConnectionPools pools(String address) {
      return ConnectionPools.postgres(address);
    }

    @Override
    Dialect dialect() {
      return new PostgresDialect();
    }
  };

  /** Where a new and empty database is. */
  abstract String newAddress(Path folder);

  /** Connections to it. */
  abstract ConnectionPools pools(String address);

  /** How it is spoken to. */
  abstract Dialect dialect();
}
