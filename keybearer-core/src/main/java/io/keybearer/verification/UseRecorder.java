package io.keybearer.verification;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.LastUse;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Gathers the latest use of each key, and writes them together. Holds one entry for each key used
 * since the last writing, so it is bounded by the keys in use. Safe for concurrent use.
 */
final class UseRecorder {
  private final ConcurrentHashMap<ApiKeyId, LastUse> latest = new ConcurrentHashMap<>();
  private final Consumer<Collection<KeyUse>> store;

  UseRecorder(Consumer<Collection<KeyUse>> store) {
    this.store = store;
  }

  void used(ApiKeyId key, LastUse use) {
    latest.merge(key, use, LastUse::latest);
  }

  /**
   * Writes what was gathered.
   *
   * @throws StoreUnavailableException when that failed; nothing is lost and the next call tries again
   */
  void flush() {
    List<KeyUse> uses = new ArrayList<>();
    for (ApiKeyId key : latest.keySet()) {
      LastUse use = latest.remove(key);
      if (use != null) {
        uses.add(new KeyUse(key, use));
      }
    }
    if (uses.isEmpty()) {
      return;
    }
    try {
      store.accept(uses);
    } catch (StoreUnavailableException down) {
      uses.forEach(use -> used(use.key(), use.use()));
      throw down;
    }
  }
}
