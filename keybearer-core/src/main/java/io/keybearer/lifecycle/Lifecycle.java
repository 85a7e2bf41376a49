package io.keybearer.lifecycle;

import io.keybearer.cluster.ChangeListener;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.secret.KeyHasher;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.Store;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyMint;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where administration begins: what every operation needs, and whom it is done for. Safe for
 * concurrent use.
 */
public final class Lifecycle {
  private final Store store;
  private final KeyMint mint;
  private final KeyHasher hasher;
  private final Clock clock;
  private final TimeOrderedIds ids;
  private final SortedSet<String> environments;
  private final Transactions transactions;

  /**
   * Gathers what operations need.
   *
   * @param clock the store's clock
   * @param ownChanges hears of every change that was committed here, before its caller does
   */
  public Lifecycle(
      Store store,
      KeyFormat format,
      KeyMint mint,
      KeyHasher hasher,
      Clock clock,
      TimeOrderedIds ids,
      ChangeListener ownChanges) {
    this.store = store;
    this.mint = mint;
    this.hasher = hasher;
    this.clock = clock;
    this.ids = ids;
    this.environments = format.environments();
    this.transactions = Transactions.ofTheirOwn(store, ownChanges);
  }

  /** Administration on behalf of a caller. */
  public Administration as(Caller caller) {
    return new Administration(this, caller, transactions);
  }

  /**
   * Makes the platform's first key, with every power there is, if no key of the platform was ever
   * made. Of several processes that try at once, one makes it.
   *
   * @param beforeCommit receives the key before it is committed; what it throws undoes the key
   * @return the key, or nothing when there was one already
   */
  public Optional<IssuedKey> issueFirstKey(Consumer<IssuedKey> beforeCommit) {
    return transactions.write(transaction -> {
      transaction.lockCompany(Caller.application().reach(), CompanyRef.of(CompanyId.PLATFORM));
      return transaction.platformKeyExists()
          ? Optional.empty()
          : Optional.of(
              issuePlatformKey("platform", Transactions.within(transaction), beforeCommit));
    });
  }

  /** Makes another platform key with every power there is: the way back for who lost the first. */
  public IssuedKey issueRecoveryKey(Consumer<IssuedKey> beforeCommit) {
    String name = "platform, recovered " + ids.next();
    return transactions.write(
        transaction -> issuePlatformKey(name, Transactions.within(transaction), beforeCommit));
  }

  private IssuedKey issuePlatformKey(
      String name, Transactions within, Consumer<IssuedKey> beforeCommit) {
    Caller bootstrap = new Caller("bootstrap", Caller.application().reach(), null);
    IssuedKey key = new Keys(this, bootstrap, within).issue(PlatformPowers.draft(name));
    beforeCommit.accept(key);
    return key;
  }

  Store store() {
    return store;
  }

  KeyMint mint() {
    return mint;
  }

  KeyHasher hasher() {
    return hasher;
  }

  Clock clock() {
    return clock;
  }

  SortedSet<String> environments() {
    return environments;
  }

  TimeOrderedIds ids() {
    return ids;
  }

  KeyEvent event(
      Caller caller,
      String action,
      CompanyId company,
      @Nullable ApiKeyId key,
      @Nullable String user,
      Map<String, String> before,
      Map<String, String> after) {
    return new KeyEvent(
        ids.next(),
        clock.instant(),
        caller.name(),
        action,
        company,
        key,
        user,
        AuditFacts.notIn(before, after),
        AuditFacts.notIn(after, before));
  }

  KeyEvent event(Caller caller, String action, @Nullable ApiKey before, ApiKey after) {
    return event(
        caller,
        action,
        after.company(),
        after.id(),
        after.attributes().user(),
        before == null ? Map.of() : AuditFacts.of(before),
        AuditFacts.of(after));
  }
}
