package io.keybearer.lifecycle;

import io.keybearer.cluster.ChangeListener;
import io.keybearer.store.Change;
import io.keybearer.store.Committed;
import io.keybearer.store.Store;
import io.keybearer.store.StoreTransaction;
import java.util.OptionalLong;
import java.util.function.Function;

/** How an operation gets its transaction: one of its own, or the one it is part of. */
interface Transactions {
  /**
   * What was committed.
   *
   * @param value what the work returned
   * @param sequence the number of its last change in the feed; empty when it changed nothing
   */
  record Done<T>(T value, OptionalLong sequence) {}

  /**
   * Does work, and says under which number.
   *
   * @throws IllegalStateException when the transaction is another's, who alone knows the number
   */
  <T> Done<T> commit(Function<StoreTransaction, T> work);

  /** Does work. */
  <T> T write(Function<StoreTransaction, T> work);

  /** A transaction for each operation; after its commit this process forgets what changed. */
  static Transactions ofTheirOwn(Store store, ChangeListener ownChanges) {
    return new Transactions() {
      @Override
      public <T> Done<T> commit(Function<StoreTransaction, T> work) {
        Committed<T> committed = store.write(work);
        committed.changes().forEach(ownChanges::changed);
        return new Done<>(
            committed.value(),
            committed.changes().stream().mapToLong(Change::sequence).max());
      }

      @Override
      public <T> T write(Function<StoreTransaction, T> work) {
        return commit(work).value();
      }
    };
  }

  /** Every operation in one transaction, whose owner commits it. */
  static Transactions within(StoreTransaction transaction) {
    return new Transactions() {
      @Override
      public <T> Done<T> commit(Function<StoreTransaction, T> work) {
        throw new IllegalStateException("expected no transaction inside another");
      }

      @Override
      public <T> T write(Function<StoreTransaction, T> work) {
        return work.apply(transaction);
      }
    };
  }
}
