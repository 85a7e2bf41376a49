package io.keybearer.server;

import io.keybearer.server.settings.Settings;
import io.keybearer.store.jdbc.ConnectionPools;
import io.keybearer.store.jdbc.JdbcStore;
import java.nio.file.Path;

/** Opens the store that the settings name. */
final class Databases {
  private Databases() {}

  /** Opens it, its schema brought up to date where the settings say so and checked otherwise. */
  static JdbcStore open(Settings settings) {
    JdbcStore.Builder builder = JdbcStore.builder(pools(settings.database()));
    return settings.database().migrate()
        ? builder.open()
        : builder.onlyCheckSchema().open();
  }

  /** Brings the schema up to date, whatever the settings say. */
  static void migrate(Settings settings) {
    JdbcStore.builder(pools(settings.database())).open().close();
  }

  private static ConnectionPools pools(Settings.Database database) {
    return database.postgresql()
        ? ConnectionPools.postgres(
            database.url(), database.user(), database.password(), database.connections())
        : ConnectionPools.sqlite(Path.of(database.sqliteFile()), database.connections());
  }
}
