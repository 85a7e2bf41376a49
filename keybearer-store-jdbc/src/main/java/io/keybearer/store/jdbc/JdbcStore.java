package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.limit.Quota;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.ChangeChannel;
import io.keybearer.store.CommitListeners;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store on SQLite or PostgreSQL, whichever the connections lead to; any other product is
 * refused. Safe for concurrent use.
 *
 * <p>The work given to {@link #write} runs again, in a new transaction, when the database chose it
 * to end a deadlock, so it must not do anything that cannot be done twice. Any write of
 * the store inside that work is an {@link IllegalStateException}: it could wait for itself.
 */
public final class JdbcStore implements Store {
  private final Database keys;
  private final LogStore log;
  private final CommitListeners listeners = new CommitListeners();
  private final @Nullable Connector channels;
  private final @Nullable ConnectionPools owned;

  private JdbcStore(
      Database keys, LogStore log, @Nullable Connector channels, @Nullable ConnectionPools owned) {
    this.keys = keys;
    this.log = log;
    this.channels = channels;
    this.owned = owned;
  }

  /**
   * Opens the SQLite store in a folder, made and migrated where it has to be, as {@link
   * ConnectionPools#sqlite} tells.
   *
   * @throws UnusableDatabaseException when the schema is not this version's and cannot be made so,
   *     or the pool or the driver is not on the class path
   * @throws io.keybearer.problem.StoreUnavailableException when a file cannot be read or written
   */
  public static JdbcStore sqlite(Path folder) {
    return builder(ConnectionPools.sqlite(folder)).open();
  }

  /**
   * Opens the store in a PostgreSQL database, migrated where it has to be.
   *
   * @param url as in {@link ConnectionPools#postgres}
   * @throws UnusableDatabaseException when the schema is not this version's and cannot be made so,
   *     or the pool or the driver is not on the class path
   * @throws io.keybearer.problem.StoreUnavailableException when the database does not answer
   */
  public static JdbcStore postgres(String url) {
    return builder(ConnectionPools.postgres(url)).open();
  }

  /** Opens a store whose keys and log are in one database, migrated where it has to be. */
  public static JdbcStore open(DataSource keysAndLog) {
    return builder(keysAndLog).open();
  }

  /** Opens a store whose log is in a database of its own, both migrated where they have to be. */
  public static JdbcStore open(DataSource keys, DataSource log) {
    return builder(keys).log(log).open();
  }

  /** Begins to open a store on connections that stay the caller's own. */
  public static Builder builder(DataSource keys) {
    return new Builder(keys, null);
  }

  /** Begins to open a store that closes the pools when it is closed or cannot be opened. */
  public static Builder builder(ConnectionPools pools) {
    return new Builder(pools.keys(), pools).log(pools.log());
  }

  /** How a store is opened. Used by one thread. */
  public static final class Builder {
    private final DataSource keys;
    private final @Nullable ConnectionPools owned;
    private DataSource log;
    private @Nullable Connector channels;
    private Clock clock = Clock.systemUTC();
    private boolean migrates = true;

    private Builder(DataSource keys, @Nullable ConnectionPools owned) {
      this.keys = keys;
      this.owned = owned;
      this.log = keys;
      this.channels = owned == null ? null : owned.channels();
    }

    /** Keeps the log in a database of its own instead of that of the keys. */
    public Builder log(DataSource dataSource) {
      log = dataSource;
      return this;
    }

    /**
     * Hears at once of what others commit to PostgreSQL, on one connection of this source that is
     * held as long as an engine runs; so not of a pool that has none to spare. Without this, and
     * without pools of the store's own, their changes are found by reading the feed again and again.
     */
    public Builder notifications(DataSource dataSource) {
      channels = dataSource::getConnection;
      return this;
    }

    /** Reads the time of SQLite's host here; PostgreSQL's is asked of PostgreSQL. */
    public Builder clock(Clock hostClock) {
      clock = hostClock;
      return this;
    }

    /** Checks that the schema is this version's instead of migrating it. */
    public Builder onlyCheckSchema() {
      migrates = false;
      return this;
    }

    /**
     * Opens the store.
     *
     * @throws UnusableDatabaseException when the product is not supported, or the schema is not
     *     this version's and cannot or must not be made so
     * @throws io.keybearer.problem.StoreUnavailableException when a database does not answer
     */
    public JdbcStore open() {
      try {
        Database keysDatabase = Database.of(keys, clock);
        Database logDatabase = keys == log ? keysDatabase : Database.of(log, clock);
        SchemaMigration schema = new SchemaMigration(keysDatabase, logDatabase);
        if (migrates) {
          schema.migrate();
        } else {
          schema.check();
        }
        return new JdbcStore(keysDatabase, new JdbcLogStore(logDatabase.ofLog()), channels, owned);
      } catch (RuntimeException failure) {
        if (owned != null) {
          owned.close();
        }
        throw failure;
      }
    }
  }

  @Override
  public Optional<StoredKey> findByLookup(String lookup) {
    return keys.read(session -> KeyQueries.byLookup(session, lookup));
  }

  @Override
  public Map<String, StoredKey> findByLookups(Collection<String> lookups) {
    return lookups.isEmpty()
        ? Map.of()
        : keys.read(session -> KeyQueries.byLookups(session, lookups));
  }

  @Override
  public List<String> listLookups(@Nullable String after, int most) {
    return keys.read(session -> KeyQueries.lookups(session, after, most));
  }

  @Override
  public Optional<ApiKey> findKey(Reach reach, ApiKeyId id) {
    return keys.read(session -> KeyQueries.find(session, reach, id));
  }

  @Override
  public Page<ApiKey> listKeys(Reach reach, KeyFilter filter, Instant now, PageRequest page) {
    return keys.read(session -> KeyQueries.list(session, reach, filter, now, page));
  }

  @Override
  public Optional<Company> findCompany(Reach reach, CompanyRef ref) {
    return keys.read(session -> Companies.find(session, reach, ref));
  }

  @Override
  public Page<Company> listCompanies(Reach reach, PageRequest page) {
    return keys.read(session -> Companies.list(session, reach, page));
  }

  @Override
  public Optional<Owner> findOwner(CompanyId company, String user) {
    return keys.read(session -> Companies.findOwner(session, company, user));
  }

  @Override
  public Page<KeyEvent> listEvents(Reach reach, PageRequest page) {
    return keys.read(session -> Trail.list(session, reach, page));
  }

  @Override
  public <T> Committed<T> write(Function<StoreTransaction, T> work) {
    Committed<T> committed = keys.transaction(session -> new JdbcTransaction(session).run(work));
    listeners.tell(committed);
    return committed;
  }

  @Override
  public void recordUses(Collection<KeyUse> uses) {
    if (uses.isEmpty()) {
      return;
    }
    List<KeyUse> noted = List.copyOf(uses);
    keys.transaction(session -> {
      KeyWrites.noteUses(session, noted);
      return true;
    });
  }

  @Override
  public boolean replaceHash(ApiKeyId id, KeyHash expected, KeyHash replacement) {
    return keys.writeAlone(session -> KeyWrites.replaceHash(session, id, expected, replacement));
  }

  @Override
  public OptionalLong takeQuota(ApiKeyId counter, Quota quota, Instant periodStart, long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("expected a cost from 0");
    }
    return cost == 0
        ? keys.read(session -> Counters.look(session, counter, quota, periodStart))
        : keys.writeAlone(session -> Counters.take(session, counter, quota, periodStart, cost));
  }

  @Override
  public FeedReading readFeed(long after, int most) {
    return keys.read(session -> Feed.read(session, after, most));
  }

  @Override
  public ChangeChannel listen(Runnable wake) {
    ChangeChannel own = listeners.add(wake);
    ChangeChannel others = channels == null ? null : keys.dialect().listen(channels, wake);
    return others == null ? own : new OwnAndOthers(own, others);
  }

  @Override
  public void beat(NodeBeat beat) {
    keys.writeSoon(session -> Nodes.beat(session, beat));
  }

  @Override
  public void removeNode(NodeId id) {
    keys.writeSoon(session -> Nodes.remove(session, id));
  }

  @Override
  public NodeReading readNodes() {
    return keys.read(Nodes::read);
  }

  @Override
  public boolean lease(String job, String holder, Duration length) {
    return keys.writeAlone(session -> Counters.lease(session, job, holder, length));
  }

  @Override
  public int forgetAnswers(Instant before) {
    return keys.writeAlone(session -> Answers.forget(session, before));
  }

  @Override
  public int trimFeed(Instant before) {
    return keys.writeAlone(session -> Feed.trim(session, before));
  }

  @Override
  public int dropQuotaCounters(Instant before) {
    return keys.writeAlone(session -> Counters.drop(session, before));
  }

  @Override
  public Map<CompanyId, Duration> logRetentions() {
    return keys.read(Companies::logRetentions);
  }

  @Override
  public int dropNodes(Instant before) {
    return keys.writeAlone(session -> Nodes.drop(session, before));
  }

  @Override
  public LogStore log() {
    return log;
  }

  /** Closes the pools that the store was told to own; connections given to it stay open. */
  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
