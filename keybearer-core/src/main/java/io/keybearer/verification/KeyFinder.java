package io.keybearer.verification;

import io.keybearer.cluster.ChangeFollower;
import io.keybearer.cluster.ChangeListener;
import io.keybearer.store.Change;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that a text names: in memory while memory is fresh, else in the store, which is
 * asked once for each key however many wait for the answer. Safe for concurrent use.
 */
final class KeyFinder implements ChangeListener {
  /** One reading of the store, and the change stamp before it began. */
  private record Reading(long stamp, CompletableFuture<Optional<StoredKey>> answer) {}

  private final Store store;
  private final ChangeStamps stamps;
  private final KeyCache cache;
  private final UnknownKeys unknown;
  private final ConcurrentMap<KeyPrefix, Reading> readings = new ConcurrentHashMap<>();

  KeyFinder(Store store, ChangeStamps stamps, KeyCache cache, UnknownKeys unknown) {
    this.store = store;
    this.stamps = stamps;
    this.cache = cache;
    this.unknown = unknown;
  }

  /** The key if it is in memory; memory must be fresh. */
  @Nullable
  HeldKey inMemory(KeyPrefix prefix) {
    return cache.find(prefix);
  }

  /** Whether there is no such key, as far as can be told without the store; memory must be fresh. */
  boolean isUnknown(KeyPrefix prefix, long now) {
    return unknown.isUnknown(prefix, now);
  }

  /**
   * The key, or null when there is none.
   *
   * @param fresh whether memory may be believed, as {@link ChangeFollower#isFresh(long)} says
   * @throws io.keybearer.problem.StoreUnavailableException when the store had to be read and did not
   *     answer
   */
  @Nullable
  HeldKey find(KeyPrefix prefix, boolean fresh, long now) {
    if (!fresh) {
      return read(prefix, stamps.now());
    }
    HeldKey held = cache.find(prefix);
    return held != null || unknown.spares(prefix, now) ? held : readOnce(prefix);
  }

  /**
   * Reads keys that are not in memory from the store together, so that finding them one by one asks
   * it no more; memory must be fresh.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when the store did not answer
   */
  void readAhead(Collection<KeyPrefix> prefixes, long now) {
    Map<String, KeyPrefix> missing = new HashMap<>();
    for (KeyPrefix prefix : new HashSet<>(prefixes)) {
      if (cache.find(prefix) == null && !unknown.spares(prefix, now)) {
        missing.put(prefix.text(), prefix);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    long stamp = stamps.now();
    Map<String, StoredKey> found = store.findByLookups(missing.keySet());
    missing.forEach(
        (lookup, prefix) -> remember(prefix, Optional.ofNullable(found.get(lookup)), stamp));
  }

  /** Reads all prefixes of keys, when that is due. */
  void learn() {
    unknown.learn();
  }

  @Override
  public void changed(Change change) {
    if (change.lookup() != null) {
      unknown.add(change.lookup());
    }
    stamps.changed(change);
  }

  @Override
  public void changedBeyondKnowledge() {
    stamps.changedBeyondKnowledge();
    unknown.forget();
    cache.clear();
  }

  private @Nullable HeldKey readOnce(KeyPrefix prefix) {
    Reading mine = new Reading(stamps.now(), new CompletableFuture<>());
    Reading begun = readings.putIfAbsent(prefix, mine);
    return begun == null ? readForAll(prefix, mine) : waitFor(prefix, begun);
  }

  private @Nullable HeldKey readForAll(KeyPrefix prefix, Reading mine) {
    try {
      Optional<StoredKey> stored = store.findByLookup(prefix.text());
      HeldKey held = remember(prefix, stored, mine.stamp);
      mine.answer.complete(stored);
      return held;
    } catch (RuntimeException | Error failed) {
      mine.answer.completeExceptionally(failed);
      throw failed;
    } finally {
      readings.remove(prefix, mine);
    }
  }

  /** Another's answer, unless something has changed since that one asked. */
  private @Nullable HeldKey waitFor(KeyPrefix prefix, Reading begun) {
    Optional<StoredKey> stored = answer(begun);
    if (stored.isEmpty()) {
      boolean current = stamps.believable(ChangeStamps.stripeOf(prefix.text()), begun.stamp);
      return current ? null : read(prefix, stamps.now());
    }
    HeldKey held = cache.find(prefix);
    return held != null ? held : read(prefix, stamps.now());
  }

  private static Optional<StoredKey> answer(Reading begun) {
    try {
      return begun.answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private @Nullable HeldKey read(KeyPrefix prefix, long stamp) {
    return remember(prefix, store.findByLookup(prefix.text()), stamp);
  }

  private @Nullable HeldKey remember(KeyPrefix prefix, Optional<StoredKey> stored, long stamp) {
    if (stored.isEmpty()) {
      unknown.note(prefix, stamp);
      return null;
    }
    return cache.keep(stored.get(), prefix, stamp);
  }
}
