package io.keybearer.store.tck;

import org.junit.jupiter.api.Nested;

/**
 * The whole contract. A store's author extends it once for each store, in a test that says how to
 * open one:
 *
 * <pre>{@code
 * final class InMemoryStoreTest extends StoreContract {
 *   public Store open(Clock clock) { return InMemoryStore.create(clock); }
 *   public Store reopen(Store store, Clock clock) { return store; }
 * }
 * }</pre>
 */
public abstract class StoreContract implements StoreUnderTest {
  @Nested
  class Keys extends KeyStoreContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class KeyLists extends KeyListContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class KeyPages extends KeyPageContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Companies extends CompanyContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Writes extends WriteContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Updates extends UpdateContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Uniqueness extends UniquenessContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Revocations extends RevocationContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Feed extends FeedContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Nodes extends NodeContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Uses extends UseContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Hashes extends HashContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Quotas extends QuotaContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Leases extends LeaseContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Answers extends AnswerContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class Log extends LogContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class LogLists extends LogListContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class LogUsage extends UsageContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class LogSpools extends SpoolContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class LogDuplicates extends LogDuplicateContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class LogRetentions extends LogRetentionContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }

  @Nested
  class HostileInput extends HostileInputContract {
    @Override
    protected StoreUnderTest subject() {
      return StoreContract.this;
    }
  }
}
