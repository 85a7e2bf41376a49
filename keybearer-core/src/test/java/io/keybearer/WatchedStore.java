package io.keybearer;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.limit.Quota;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.ChangeChannel;
import io.keybearer.store.Committed;
import io.keybearer.store.FeedReading;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.KeyUse;
import io.keybearer.store.LogStore;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import io.keybearer.store.NodeReading;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.StoreTransaction;
import io.keybearer.store.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Another store that can be taken down, counts what is asked of it, stops callers at gates, and can
 * be made to tell another feed. Thread-safe.
 */
public final class WatchedStore implements Store {
  /** How often a key was looked up. */
  public final AtomicInteger lookups = new AtomicInteger();

  /** How often uses were written. */
  public final AtomicInteger useWritings = new AtomicInteger();

  /** Whether the store does not answer. */
  public volatile boolean down;

  /** Passed by each caller before a key is looked up. */
  public volatile Runnable beforeLookup = () -> {};

  /** Passed by each caller after a key was looked up, before it hears the answer. */
  public volatile Runnable afterLookup = () -> {};

  /** Passed by each caller after its transaction was committed, before it hears of it. */
  public volatile Runnable afterCommit = () -> {};

  /** Passed by each caller after the feed was read, before it hears the answer. */
  public volatile Runnable afterFeed = () -> {};

  /** Passed by each caller after lookups were listed, before it hears them. */
  public volatile Runnable afterLookups = () -> {};

  /** What becomes of each reading of the feed. */
  public volatile UnaryOperator<FeedReading> feed = UnaryOperator.identity();

  private final Store store;

  /** Watches a store. */
  public WatchedStore(Store store) {
    this.store = store;
  }

  private <T> T ask(Supplier<T> question) {
    if (down) {
      throw new StoreUnavailableException(new IllegalStateException("taken down by the test"));
    }
    return question.get();
  }

  @Override
  public Optional<StoredKey> findByLookup(String lookup) {
    lookups.incrementAndGet();
    beforeLookup.run();
    Optional<StoredKey> found = ask(() -> store.findByLookup(lookup));
    afterLookup.run();
    return found;
  }

  @Override
  public Map<String, StoredKey> findByLookups(Collection<String> wanted) {
    lookups.incrementAndGet();
    beforeLookup.run();
    Map<String, StoredKey> found = ask(() -> store.findByLookups(wanted));
    afterLookup.run();
    return found;
  }

  @Override
  public List<String> listLookups(@Nullable String after, int most) {
    List<String> page = ask(() -> store.listLookups(after, most));
    afterLookups.run();
    return page;
  }

  @Override
  public Optional<ApiKey> findKey(Reach reach, ApiKeyId id) {
    return ask(() -> store.findKey(reach, id));
  }

  @Override
  public Page<ApiKey> listKeys(Reach reach, KeyFilter filter, Instant now, PageRequest page) {
    return ask(() -> store.listKeys(reach, filter, now, page));
  }

  @Override
  public Optional<Company> findCompany(Reach reach, CompanyRef ref) {
    return ask(() -> store.findCompany(reach, ref));
  }

  @Override
  public Page<Company> listCompanies(Reach reach, PageRequest page) {
    return ask(() -> store.listCompanies(reach, page));
  }

  @Override
  public Optional<Owner> findOwner(CompanyId company, String user) {
    return ask(() -> store.findOwner(company, user));
  }

  @Override
  public Page<KeyEvent> listEvents(Reach reach, PageRequest page) {
    return ask(() -> store.listEvents(reach, page));
  }

  @Override
  public <T> Committed<T> write(Function<StoreTransaction, T> work) {
    Committed<T> committed = ask(() -> store.write(work));
    afterCommit.run();
    return committed;
  }

  @Override
  public void recordUses(Collection<KeyUse> uses) {
    useWritings.incrementAndGet();
    ask(() -> {
      store.recordUses(uses);
      return uses;
    });
  }

  @Override
  public boolean replaceHash(ApiKeyId id, KeyHash expected, KeyHash replacement) {
    return ask(() -> store.replaceHash(id, expected, replacement));
  }

  @Override
  public OptionalLong takeQuota(ApiKeyId counter, Quota quota, Instant periodStart, long cost) {
    return ask(() -> store.takeQuota(counter, quota, periodStart, cost));
  }

  @Override
  public FeedReading readFeed(long after, int most) {
    FeedReading reading = ask(() -> feed.apply(store.readFeed(after, most)));
    afterFeed.run();
    return reading;
  }

  @Override
  public ChangeChannel listen(Runnable wake) {
    return store.listen(wake);
  }

  @Override
  public void beat(NodeBeat beat) {
    ask(() -> {
      store.beat(beat);
      return beat;
    });
  }

  @Override
  public void removeNode(NodeId id) {
    ask(() -> {
      store.removeNode(id);
      return id;
    });
  }

  @Override
  public NodeReading readNodes() {
    return ask(store::readNodes);
  }

  @Override
  public Map<CompanyId, Duration> logRetentions() {
    return ask(store::logRetentions);
  }

  @Override
  public int dropNodes(Instant before) {
    return ask(() -> store.dropNodes(before));
  }

  @Override
  public boolean lease(String job, String holder, Duration length) {
    return ask(() -> store.lease(job, holder, length));
  }

  @Override
  public int forgetAnswers(Instant before) {
    return ask(() -> store.forgetAnswers(before));
  }

  @Override
  public int trimFeed(Instant before) {
    return ask(() -> store.trimFeed(before));
  }

  @Override
  public int dropQuotaCounters(Instant before) {
    return ask(() -> store.dropQuotaCounters(before));
  }

  @Override
  public LogStore log() {
    return store.log();
  }

  @Override
  public void close() {
    store.close();
  }
}
