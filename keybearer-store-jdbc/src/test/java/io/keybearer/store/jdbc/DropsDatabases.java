package io.keybearer.store.jdbc;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Drops the PostgreSQL databases of a test once it has closed its stores. */
final class DropsDatabases implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    PostgresServer.dropDatabases();
  }
}
