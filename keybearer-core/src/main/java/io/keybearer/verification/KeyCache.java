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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys read from the store, bounded in number, and lookups known to be unknown, bounded in number
 * and time. Safe for concurrent use.
 *
 * <p>A fill that began before a change is never believed after it, whichever of the two is written
 * last: every change takes a new stamp and leaves it with its key's or its company's stripe; every
 * entry carries the stamp that was current <em>before</em> its fill read the store, and is looked at
 * only while no stripe that it belongs to has a newer one. Nothing has to be removed for that, so
 * suspending a company with a million keys costs one write. Two keys that share a stripe cost each
 * other a read at worst.
 */
final class KeyCache implements ChangeListener {
  /** How long an unknown lookup is believed to be unknown; a new key verifies within a second. */
  private static final Duration UNKNOWN_FOR = Duration.ofMillis(500);

  private static final int MOST_UNKNOWN = 10_000;
  private static final int STRIPES = 4_096;

  private record Known(StoredKey key, long stamp) {}

  private final Cache<String, Known> known;
  private final Cache<String, Long> unknown;
  private final AtomicLong stamps = new AtomicLong();
  private final AtomicLongArray keyChanges = new AtomicLongArray(STRIPES);
  private final AtomicLongArray companyChanges = new AtomicLongArray(STRIPES);
  private final AtomicLong everythingChanged = new AtomicLong();

  KeyCache(long mostKeys, LongSupplier nanoTime) {
    Ticker ticker = nanoTime::getAsLong;
    known = Caffeine.newBuilder().maximumSize(mostKeys).ticker(ticker).build();
    unknown = Caffeine.newBuilder()
        .maximumSize(MOST_UNKNOWN)
        .expireAfterWrite(UNKNOWN_FOR)
        .ticker(ticker)
        .build();
  }

  /** The key, if it is in memory and nothing that concerns it has changed since it was read. */
  @Nullable
  StoredKey peek(String lookup) {
    Known held = known.getIfPresent(lookup);
    if (held == null) {
      return null;
    }
    CompanyId company = held.key.key().company();
    boolean current = believable(lookup, held.stamp)
        && companyChanges.get(stripe(company.hashCode())) <= held.stamp;
    return current ? held.key : null;
  }

  /** Whether the lookup was found to be unknown a moment ago. */
  boolean knownToBeUnknown(String lookup) {
    Long stamp = unknown.getIfPresent(lookup);
    return stamp != null && believable(lookup, stamp);
  }

  /** Reads the key from the store and keeps what it read. */
  Optional<StoredKey> fill(String lookup, Function<String, Optional<StoredKey>> store) {
    long stamp = stamps.get();
    Optional<StoredKey> read = store.apply(lookup);
    if (read.isPresent()) {
      known.put(lookup, new Known(read.get(), stamp));
    } else {
      unknown.put(lookup, stamp);
    }
    return read;
  }

  @Override
  public void changed(Change change) {
    long stamp = stamps.incrementAndGet();
    String lookup = change.lookup();
    if (lookup == null) {
      companyChanges.accumulateAndGet(stripe(change.company().hashCode()), stamp, Math::max);
    } else {
      keyChanges.accumulateAndGet(stripe(lookup.hashCode()), stamp, Math::max);
    }
  }

  @Override
  public void changedBeyondKnowledge() {
    everythingChanged.accumulateAndGet(stamps.incrementAndGet(), Math::max);
    known.invalidateAll();
    unknown.invalidateAll();
  }

  private boolean believable(String lookup, long stamp) {
    return keyChanges.get(stripe(lookup.hashCode())) <= stamp && everythingChanged.get() <= stamp;
  }

  private static int stripe(int hash) {
    return ((hash * 0x9E3779B9) >>> 16) & (STRIPES - 1);
  }
}
