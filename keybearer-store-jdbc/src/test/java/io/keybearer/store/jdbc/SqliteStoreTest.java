package io.keybearer.store.jdbc;

import io.keybearer.store.Store;
import io.keybearer.store.tck.StoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The whole store contract on SQLite. */
final class SqliteStoreTest extends StoreContract {
  @TempDir
  Path folder;

  private final Map<Store, Path> homes = new HashMap<>();

  @Override
  public Store open(Clock clock) {
    return open(folder.resolve("store-" + homes.size()), clock);
  }

  @Override
  public Store reopen(Store store, Clock clock) {
    Path home = homes.get(store);
    if (home == null) {
      throw new IllegalArgumentException("expected a store that was opened here");
    }
    store.close();
    return open(home, clock);
  }

  private Store open(Path home, Clock clock) {
    Store store = JdbcStore.builder(ConnectionPools.sqlite(home)).clock(clock).open();
    homes.put(store, home);
    return store;
  }
}
