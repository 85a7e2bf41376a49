package io.keybearer.store.jdbc;

import io.keybearer.store.Store;
import io.keybearer.store.tck.MovableClock;
import io.keybearer.store.tck.StoreContract;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole store contract on PostgreSQL. */
@ExtendWith(DropsSchemas.class)
final class PostgresStoreTest extends StoreContract {
  private final Map<Store, String> addresses = new HashMap<>();

  @Override
  public Store open(Clock clock) {
    return open(PostgresServer.newSchema(), clock);
  }

  @Override
  public Store reopen(Store store, Clock clock) {
    String url = addressOf(store);
    store.close();
    return open(url, clock);
  }

  /** PostgreSQL goes by its own clock, so what it compares with that becomes older. */
  @Override
  public void letPass(Store store, MovableClock clock, Duration time) {
    String url = addressOf(store);
    String interval = "interval '" + time.toMillis() + " milliseconds'";
    PostgresServer.execute(url, "UPDATE keybearer_change SET at = at - " + interval);
    PostgresServer.execute(
        url, "UPDATE keybearer_job SET leased_until = leased_until - " + interval);
    PostgresServer.execute(url, "UPDATE keybearer_node SET beat_at = beat_at - " + interval);
    clock.advance(time);
  }

  private Store open(String url, Clock clock) {
    Store store = JdbcStore.builder(ConnectionPools.postgres(url)).clock(clock).open();
    addresses.put(store, url);
    return store;
  }

  private String addressOf(Store store) {
    String url = addresses.get(store);
    if (url == null) {
      throw new IllegalArgumentException("expected a store that was opened here");
    }
    return url;
  }
}
