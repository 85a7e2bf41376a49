package io.keybearer.server;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.server.settings.Settings;
import io.keybearer.store.jdbc.ConnectionPools;
import io.keybearer.store.jdbc.JdbcStore;
import java.nio.file.Path;
import java.util.function.Function;

/** Opens the store that the settings name. */
final class Databases {
  private Databases() {}

  /**
   * Opens it, its schema brought up to date where the settings say so and checked otherwise.
   *
   * @throws ServerStartException when it does not answer
   */
  static JdbcStore open(Settings settings) {
    return settings.database().migrate()
        ? open(settings.database(), JdbcStore.Builder::open)
        : open(settings.database(), builder -> builder.onlyCheckSchema().open());
  }

  /** Brings the schema up to date, whatever the settings say. */
  static void migrate(Settings settings) {
    open(settings.database(), JdbcStore.Builder::open).close();
  }

  private static JdbcStore open(
      Settings.Database database, Function<JdbcStore.Builder, JdbcStore> opening) {
    try {
      return opening.apply(JdbcStore.builder(pools(database)));
    } catch (StoreUnavailableException silent) {
      throw new ServerStartException(
          "expected the database at " + address(database.url())
              + " to answer, and it did not. Is it running, and do KEYBEARER_DATABASE_URL, _USER"
              + " and _PASSWORD fit it?",
          silent);
    }
  }

  /** The address without its parameters, which may hold anything. */
  private static String address(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  private static ConnectionPools pools(Settings.Database database) {
    return database.postgresql()
        ? ConnectionPools.postgres(
            database.url(), database.user(), database.password(), database.connections())
        : ConnectionPools.sqlite(Path.of(database.sqliteFile()), database.connections());
  }
}
