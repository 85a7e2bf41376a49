package io.keybearer.verification;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.LastUse;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the latest use of each key, and writes them together. A use of a key that was used since
 * the last writing costs two writes to memory. Safe for concurrent use.
 */
final class UseRecorder {
  private final Queue<Supplier<KeyUse>> used = new ConcurrentLinkedQueue<>();
  private final Map<ApiKeyId, LastUse> unwritten = new HashMap<>();
  private final Consumer<Collection<KeyUse>> store;
  private final AddressDetail addresses;

  UseRecorder(Consumer<Collection<KeyUse>> store, AddressDetail addresses) {
    this.store = store;
    this.addresses = addresses;
  }

  void used(HeldKey key, long now, @Nullable IpAddress from) {
    if (key.use(now, from)) {
      used.add(() -> key.takeUse(addresses));
    }
  }

  void used(ApiKeyId key, long now, @Nullable IpAddress from) {
    LastUse use = new LastUse(Instant.ofEpochMilli(now), addresses.textOf(from));
    KeyUse noted = new KeyUse(key, use);
    used.add(() -> noted);
  }

  /**
   * Writes what was gathered.
   *
   * @throws StoreUnavailableException when that failed; nothing is lost and the next call tries again
   */
  synchronized void flush() {
    for (Supplier<KeyUse> next = used.poll(); next != null; next = used.poll()) {
      KeyUse use = next.get();
      unwritten.merge(use.key(), use.use(), LastUse::latest);
    }
    if (!unwritten.isEmpty()) {
      List<KeyUse> uses = new ArrayList<>();
      unwritten.forEach((key, use) -> uses.add(new KeyUse(key, use)));
      store.accept(uses);
      unwritten.clear();
    }
  }
}
