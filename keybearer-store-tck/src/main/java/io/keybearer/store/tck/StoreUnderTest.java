package io.keybearer.store.tck;

import io.keybearer.store.Store;
import java.time.Clock;
import java.time.Duration;

/** What the contract asks of a store's author. */
public interface StoreUnderTest {
  /**
   * Opens a fresh, empty store, apart from all that were opened before.
   *
   * @param clock the store's wall clock; starts near the present
   */
  Store open(Clock clock);

  /**
   * Closes a store and opens it again over the same content, as a restart does. A store that keeps
   * nothing beyond its process may return the same instance.
   */
  Store reopen(Store store, Clock clock);

  /**
   * Makes time pass for a store: moves its clock. Overridden where a store goes by its database's
   * clock instead, to make everything in it as much older.
   */
  default void letPass(Store store, MovableClock clock, Duration time) {
    clock.advance(time);
  }
}
