package io.keybearer.store.jdbc;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Drops the PostgreSQL schemas of a test once it has closed its stores. */
final class DropsSchemas implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    PostgresServer.dropSchemas();
  }
}
