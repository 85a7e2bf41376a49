package io.keybearer.verification;

import io.keybearer.cluster.ChangeListener;
import io.keybearer.secret.KeyHash;
import io.keybearer.secret.KeyHasher;
import io.keybearer.secret.SecretText;
import io.keybearer.store.Change;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Upgrades hashes made with an earlier pepper, once a holder has proved to hold the key: the new
 * hash is worked out at once, so that no key's text waits in memory, and stored later by
 * compare-and-set. Bounded; what finds no room is upgraded at a later use. Safe for concurrent use.
 */
final class Rehashing {
  private static final int MOST_WAITING = 1_000;

  private final KeyHasher hasher;
  private final Store store;
  private final ChangeListener cache;
  private final Map<StoredKey, KeyHash> waiting = new ConcurrentHashMap<>();

  Rehashing(KeyHasher hasher, Store store, ChangeListener cache) {
    this.hasher = hasher;
    this.store = store;
    this.cache = cache;
  }

  void consider(StoredKey held, SecretText text) {
    if (!hasher.isCurrent(held.hash()) && waiting.size() < MOST_WAITING) {
      waiting.computeIfAbsent(held, key -> hasher.hash(text));
    }
  }

  /**
   * Stores what waits.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when that failed; the next call goes on
   */
  void run() {
    Iterator<Map.Entry<StoredKey, KeyHash>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<StoredKey, KeyHash> entry = entries.next();
      StoredKey held = entry.getKey();
      store.replaceHash(held.key().id(), held.hash(), entry.getValue());
      cache.changed(new Change(0, held.key().company(), held.key().prefix()));
      entries.remove();
    }
  }
}
