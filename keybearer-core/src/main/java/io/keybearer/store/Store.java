package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.limit.Quota;
import io.keybearer.secret.KeyHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where keys, companies, the audit trail, the change feed and the log are kept. Every method may
 * throw {@link io.keybearer.problem.StoreUnavailableException}, which is neither a denial nor an
 * acceptance. Implementations are safe for concurrent use, and all of them run the whole of the
 * store contract.
 */
public interface Store extends AutoCloseable {
  /** What a verification needs of the key with this lookup. */
  Optional<StoredKey> findByLookup(String lookup);

  /**
   * What verifications need of the keys with these lookups, each as {@link #findByLookup} has it,
   * by lookup; those that are no key's are left out. A store that can read many at once does.
   *
   * @param lookups any number, each once
   */
  default Map<String, StoredKey> findByLookups(Collection<String> lookups) {
    Map<String, StoredKey> found = new HashMap<>();
    for (String lookup : lookups) {
      findByLookup(lookup).ifPresent(key -> found.put(lookup, key));
    }
    return found;
  }

  /**
   * Lookups of all keys, in whatever state, in their order: for knowing what is none.
   *
   * @param after the last of the page before; null = the first page
   * @param most how many at most, from 1
   * @return empty once there are no more
   */
  List<String> listLookups(@Nullable String after, int most);

  /** A key within reach. */
  Optional<ApiKey> findKey(Reach reach, ApiKeyId id);

  /**
   * Keys within reach that pass the filter, newest first (by id).
   *
   * @param now the instant at which a status filter looks
   */
  Page<ApiKey> listKeys(Reach reach, KeyFilter filter, Instant now, PageRequest page);

  /** A company within reach. */
  Optional<Company> findCompany(Reach reach, CompanyRef ref);

  /** Companies within reach, newest first (by id); the platform's own is the last. */
  Page<Company> listCompanies(Reach reach, PageRequest page);

  /** What has been said of an owner. */
  Optional<Owner> findOwner(CompanyId company, String user);

  /** Audit entries within reach, newest first (by id). */
  Page<KeyEvent> listEvents(Reach reach, PageRequest page);

  /**
   * Runs administrative work in one transaction: all of it is committed, or none. What the work
   * throws comes out as it is. The numbers of the feed rows are in the order of commits.
   */
  <T> Committed<T> write(Function<StoreTransaction, T> work);

  /** Notes uses, in one transaction; a use older than the one noted changes nothing. */
  void recordUses(Collection<KeyUse> uses);

  /**
   * Replaces a key's hash if it still is the expected one.
   *
   * @return whether it was
   */
  boolean replaceHash(ApiKeyId id, KeyHash expected, KeyHash replacement);

  /**
   * Takes from a quota, exactly, whoever else does so at the same time.
   *
   * @param counter whose quota
   * @param periodStart when the calendar period began; another period is another counter
   * @param cost how much, from 0; 0 looks and takes nothing
   * @return how much of the period's amount is used afterwards; empty, and nothing taken, when there
   *     is not enough left
   */
  OptionalLong takeQuota(ApiKeyId counter, Quota quota, Instant periodStart, long cost);

  /** Reads the change feed, at most {@code most} rows after a number. */
  FeedReading readFeed(long after, int most);

  /**
   * Listens for commits that add to the feed. Of those made through this very store, word comes once
   * they can be read; of those of others, it comes at once where the store can do that. Word may be
   * lost, and may come without need: it only says when looking is worth while.
   *
   * @param wake called by any thread, which it must not hold up; throws nothing
   */
  ChangeChannel listen(Runnable wake);

  /** Notes that a node lives and how far it has come. The first time, it is a new node. */
  void beat(NodeBeat beat);

  /** Forgets a node that ends; nothing happens when there is none. */
  void removeNode(NodeId id);

  /** Reads the nodes. */
  NodeReading readNodes();

  /**
   * Takes or renews the lease of a background job.
   *
   * @param holder who asks; the holder of a lease renews it
   * @param length from now, by the store's clock
   * @return whether the holder has it; another has while its lease runs
   */
  boolean lease(String job, String holder, Duration length);

  /** Forgets remembered answers first given before this instant, and says how many. */
  int forgetAnswers(Instant before);

  /** Drops feed rows older than this instant, and says how many; the head stays. */
  int trimFeed(Instant before);

  /** Drops counters of quota periods that began before this instant, and says how many. */
  int dropQuotaCounters(Instant before);

  /** How long companies keep rows of the log that have a rule of their own for it. */
  Map<CompanyId, Duration> logRetentions();

  /** Forgets nodes that were silent since before this instant, and says how many. */
  int dropNodes(Instant before);

  /** Where log rows are kept. */
  LogStore log();

  /** Ends the store's own threads and connections, those that it was given excepted. */
  @Override
  void close();
}
