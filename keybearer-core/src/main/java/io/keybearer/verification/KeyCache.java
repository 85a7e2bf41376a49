package io.keybearer.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.keybearer.cluster.ChangeListener;
import io.keybearer.key.CompanyId;
import io.keybearer.store.Change;
import io.keybearer.store.StoredKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys read from the store, bounded in number, and lookups known to be unknown, bounded in number
 * and time. Safe for concurrent use.
 *
 * <p>A fill that began before a change never overwrites it: each stripe of lookups counts its
 * changes, a fill notes the count before it reads the store, and is kept only if the count is the
 * same inside the cache's own atomic update. A change counts first and removes afterwards, so either
 * the fill sees the count, or the removal sees the fill.
 */
final class KeyCache implements ChangeListener {
  /** How long an unknown lookup is believed to be unknown; a new key verifies within a second. */
  private static final Duration UNKNOWN_FOR = Duration.ofMillis(500);

  private static final int MOST_UNKNOWN = 10_000;
  private static final int STRIPES = 1_024;

  private final Cache<String, StoredKey> known;
  private final Cache<String, Boolean> unknown;
  private final AtomicLongArray changes = new AtomicLongArray(STRIPES + 1);

  KeyCache(long mostKeys, LongSupplier nanoTime) {
    Ticker ticker = nanoTime::getAsLong;
    known = Caffeine.newBuilder().maximumSize(mostKeys).ticker(ticker).build();
    unknown =
        Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .ticker(ticker)
            .build();
  }

  /** The key, if it is in memory. */
  @Nullable StoredKey peek(String lookup) {
    return known.getIfPresent(lookup);
  }

  /** Whether the lookup was found to be unknown a moment ago. */
  boolean knownToBeUnknown(String lookup) {
    return unknown.getIfPresent(lookup) != null;
  }

  /** Reads the key from the store, and keeps what it read unless something changed meanwhile. */
  Optional<StoredKey> fill(String lookup, Function<String, Optional<StoredKey>> store) {
    long before = count(lookup);
    Optional<StoredKey> read = store.apply(lookup);
    if (read.isPresent()) {
      StoredKey fresh = read.get();
      known.asMap().compute(lookup, (key, held) -> count(key) == before ? fresh : held);
    } else {
      unknown.asMap().compute(lookup, (key, held) -> count(key) == before ? Boolean.TRUE : held);
    }
    return read;
  }

  @Override
  public void changed(Change change) {
    String lookup = change.lookup();
    if (lookup == null) {
      changedCompany(change.company());
      return;
    }
    changes.incrementAndGet(stripe(lookup));
    known.asMap().computeIfPresent(lookup, (key, held) -> null);
    unknown.asMap().computeIfPresent(lookup, (key, held) -> null);
  }

  @Override
  public void changedBeyondKnowledge() {
    changes.incrementAndGet(STRIPES);
    known.asMap().keySet().forEach(lookup -> known.asMap().remove(lookup));
    unknown.invalidateAll();
  }

  private void changedCompany(CompanyId company) {
    changes.incrementAndGet(STRIPES);
    known.asMap().values().removeIf(held -> held.key().company().equals(company));
  }

  private long count(String lookup) {
    return changes.get(STRIPES) + changes.get(stripe(lookup));
  }

  private static int stripe(String lookup) {
    return (lookup.hashCode() * 0x9E3779B9 >>> 16) & (STRIPES - 1);
  }
}
