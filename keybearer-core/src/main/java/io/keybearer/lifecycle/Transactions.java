package io.keybearer.lifecycle;

import io.keybearer.cluster.ChangeListener;
import io.keybearer.store.Committed;
import io.keybearer.store.Store;
import io.keybearer.store.StoreTransaction;
import java.util.function.Function;

/** How an operation gets its transaction: one of its own, or the one it is part of. */
interface Transactions {
  <T> T write(Function<StoreTransaction, T> work);

  /** A transaction for each operation; after its commit this process forgets what changed. */
  static Transactions ofTheirOwn(Store store, ChangeListener ownChanges) {
    return new Transactions() {
      @Override
      public <T> T write(Function<StoreTransaction, T> work) {
        Committed<T> committed = store.write(work);
        committed.changes().forEach(ownChanges::changed);
        return committed.value();
      }
    };
  }

  /** Every operation in one transaction, whose owner commits it. */
  static Transactions within(StoreTransaction transaction) {
    return new Transactions() {
      @Override
      public <T> T write(Function<StoreTransaction, T> work) {
        return work.apply(transaction);
      }
    };
  }
}
