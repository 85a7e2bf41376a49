package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.limit.Quota;
import io.keybearer.secret.KeyHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps everything in memory and forgets it with the process: for tests and trials.
 * It holds the whole store contract; lists look at every row, and nothing bounds its size.
 *
 * <p>Transactions run one after another. Readers never wait for the work of one, and see it whole
 * or not at all. Safe for concurrent use.
 */
public final class InMemoryStore implements Store {
  private final Clock clock;
  private final CommittedTables committed;
  private final ReentrantLock transactions = new ReentrantLock();
  private final InMemoryCounters counters = new InMemoryCounters();
  private final InMemoryLog log = new InMemoryLog();
  private final CommitListeners listeners = new CommitListeners();

  private InMemoryStore(Clock clock, InMemoryTables tables) {
    this.clock = clock;
    this.committed = new CommittedTables(tables);
  }

  /**
   * Makes an empty store: the platform's company is there, and nothing else.
   *
   * @param clock the wall clock of this store
   */
  public static InMemoryStore create(Clock clock) {
    InMemoryTables tables = new InMemoryTables();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    tables.put(new Company(
        CompanyId.PLATFORM,
        "platform",
        "Platform",
        CompanyStatus.ACTIVE,
        CompanyRules.none(),
        now,
        now,
        1));
    return new InMemoryStore(clock, tables);
  }

  @Override
  public Optional<StoredKey> findByLookup(String lookup) {
    return committed.look(tables -> tables.stored(lookup));
  }

  @Override
  public List<String> listLookups(@Nullable String after, int most) {
    return committed.look(tables -> tables.lookupsAfter(after, most));
  }

  @Override
  public Optional<ApiKey> findKey(Reach reach, ApiKeyId id) {
    return committed
        .look(tables -> Optional.ofNullable(tables.key(id)))
        .filter(key -> reach.includes(key.company()));
  }

  @Override
  public Page<ApiKey> listKeys(Reach reach, KeyFilter filter, Instant now, PageRequest page) {
    KeysMatching wanted = new KeysMatching(reach, filter, now);
    return committed.look(tables -> NewestFirst.page(tables.keys, page, wanted));
  }

  @Override
  public Optional<Company> findCompany(Reach reach, CompanyRef ref) {
    return committed
        .look(tables -> Optional.ofNullable(tables.company(ref)))
        .filter(company -> reach.includes(company.id()));
  }

  @Override
  public Page<Company> listCompanies(Reach reach, PageRequest page) {
    return committed.look(tables ->
        NewestFirst.page(tables.companies, page, company -> reach.includes(company.id())));
  }

  @Override
  public Optional<Owner> findOwner(CompanyId company, String user) {
    var name = new InMemoryTables.OwnerName(company, user);
    return committed.look(tables -> Optional.ofNullable(tables.owners.get(name)));
  }

  @Override
  public Page<KeyEvent> listEvents(Reach reach, PageRequest page) {
    return committed.look(
        tables -> NewestFirst.page(tables.events, page, event -> reach.includes(event.company())));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException when called by the work of another transaction
   */
  @Override
  public <T> Committed<T> write(Function<StoreTransaction, T> work) {
    if (transactions.isHeldByCurrentThread()) {
      throw new IllegalStateException("expected no transaction inside another");
    }
    Committed<T> done = inLine(work);
    listeners.tell(done);
    return done;
  }

  private <T> Committed<T> inLine(Function<StoreTransaction, T> work) {
    transactions.lock();
    try {
      InMemoryTransaction transaction = new InMemoryTransaction(committed);
      T value = work.apply(transaction);
      Instant now = clock.instant();
      List<Change> changes =
          committed.change(tables -> tables.feed.add(transaction.joinTo(tables), now));
      return new Committed<>(value, changes);
    } finally {
      transactions.unlock();
    }
  }

  @Override
  public void recordUses(Collection<KeyUse> uses) {
    committed.change(tables -> {
      uses.forEach(tables::note);
      return uses.size();
    });
  }

  @Override
  public boolean replaceHash(ApiKeyId id, KeyHash expected, KeyHash replacement) {
    return committed.change(tables -> tables.replaceHash(id, expected, replacement));
  }

  @Override
  public OptionalLong takeQuota(ApiKeyId counter, Quota quota, Instant periodStart, long cost) {
    return counters.take(counter, quota, periodStart, cost);
  }

  @Override
  public FeedReading readFeed(long after, int most) {
    Instant now = clock.instant();
    return committed.look(tables -> tables.feed.read(after, most, now));
  }

  @Override
  public ChangeChannel listen(Runnable wake) {
    return listeners.add(wake);
  }

  @Override
  public void beat(NodeBeat beat) {
    Instant now = now();
    committed.change(tables -> tables.nodes.note(beat, now));
  }

  @Override
  public void removeNode(NodeId id) {
    committed.change(tables -> tables.nodes.remove(id));
  }

  @Override
  public NodeReading readNodes() {
    Instant now = now();
    return committed.look(tables -> tables.nodes.read(tables.feed, now));
  }

  @Override
  public boolean lease(String job, String holder, Duration length) {
    return counters.lease(job, holder, length, clock.instant());
  }

  @Override
  public int forgetAnswers(Instant before) {
    return committed.change(tables -> tables.forgetAnswers(before));
  }

  @Override
  public int trimFeed(Instant before) {
    return committed.change(tables -> tables.feed.trim(before));
  }

  @Override
  public int dropQuotaCounters(Instant before) {
    return counters.dropBefore(before);
  }

  @Override
  public Map<CompanyId, Duration> logRetentions() {
    return committed.look(tables -> {
      Map<CompanyId, Duration> retentions = new HashMap<>();
      for (Company company : tables.companies.values()) {
        if (company.rules().logRetention() != null) {
          retentions.put(company.id(), company.rules().logRetention());
        }
      }
      return retentions;
    });
  }

  @Override
  public int dropNodes(Instant before) {
    return committed.change(tables -> tables.nodes.dropSilentSince(before));
  }

  @Override
  public LogStore log() {
    return log;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Does nothing: there is nothing to end, and what was kept stays while the store is held. */
  @Override
  public void close() {}
}
