package io.keybearer.store.tck;

import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.time.Clock;

final class InMemoryStoreTest extends StoreContract {
  @Override
  public Store open(Clock clock) {
    return InMemoryStore.create(clock);
  }

  @Override
  public Store reopen(Store store, Clock clock) {
    return store;
  }
}
