package io.keybearer.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import io.keybearer.token.KeyPrefix;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known not to be a key, so that floods of unknown keys are not floods of queries. Safe for
 * concurrent use.
 *
 * <p>Two memories: prefixes that the store did not know a moment ago, bounded in number and time;
 * and a filter of the prefixes of all keys, learned from the store in the background and kept up by
 * the change feed. What the filter does not hold is looked up all the same while there is budget for
 * it, so that a key issued elsewhere verifies before the feed has told of it.
 */
final class UnknownKeys {
  /** How long an unknown prefix is believed to be unknown; a new key verifies within a second. */
  private static final Duration UNKNOWN_FOR = Duration.ofMillis(500);

  private static final int MOST_UNKNOWN = 10_000;
  private static final int PAGE = 10_000;

  /** How many prefixes that the filter does not hold are looked up in a second. */
  private static final List<NamedLimit> LOOKED_UP =
      List.of(NamedLimit.own(RateLimit.perSeconds(100, 1)));

  /** Reads prefixes of keys in their order. */
  interface Prefixes {
    /** At most so many, of those after this one. */
    List<String> after(@Nullable String last, int most);
  }

  private final ChangeStamps stamps;
  private final Prefixes store;
  private final LongSupplier seeds;
  private final Cache<KeyPrefix, Long> unknown;
  private final Meter budget;
  private volatile @Nullable LookupFilter filter;
  private volatile @Nullable LookupFilter learning;

  UnknownKeys(ChangeStamps stamps, Prefixes store, LongSupplier seeds, LongSupplier nanoTime) {
    this.stamps = stamps;
    this.store = store;
    this.seeds = seeds;
    unknown = Caffeine.newBuilder()
        .maximumSize(MOST_UNKNOWN)
        .expireAfterWrite(UNKNOWN_FOR)
        .ticker(nanoTime::getAsLong)
        .build();
    budget = new LocalRateLimiter(nanoTime).meter("lookups", LOOKED_UP);
  }

  /** Whether the prefix is no key's, as far as can be told without the store and its budget. */
  boolean isUnknown(KeyPrefix prefix, long now) {
    return wasUnknown(prefix) || (isOutside(prefix) && !budget.look(1, now).accepted());
  }

  /** Whether the store need not be asked; if it need be, that is taken from the budget. */
  boolean spares(KeyPrefix prefix, long now) {
    return wasUnknown(prefix) || (isOutside(prefix) && !budget.take(1, now).accepted());
  }

  /** Notes that the store did not know a prefix when it was read after this stamp. */
  void note(KeyPrefix prefix, long stamp) {
    unknown.put(prefix, stamp);
  }

  /** Notes that there may be such a key. */
  void add(String lookup) {
    KeyPrefix.of(lookup).ifPresent(this::add);
  }

  /** Forgets everything: keys may have come that no change told of. */
  synchronized void forget() {
    learning = null;
    filter = null;
    unknown.invalidateAll();
  }

  /**
   * Reads the prefixes of all keys, unless that was done and still serves. Takes as long as the
   * store needs for that; meanwhile what is known already is used.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when it failed; the next call tries again
   */
  void learn() {
    LookupFilter known = filter;
    if (known != null && !known.isOverfull()) {
      return;
    }
    long keys = count();
    LookupFilter fresh = new LookupFilter(keys, seeds.getAsLong());
    // From here on changes are told to it too, so that what the pages miss comes with the feed.
    learning = fresh;
    eachPrefix(prefix -> KeyPrefix.of(prefix).ifPresent(fresh::add));
    adopt(fresh);
  }

  /** Takes a filter into use, unless everything was forgotten since it was begun. */
  private synchronized void adopt(LookupFilter fresh) {
    if (learning == fresh) {
      filter = fresh;
      learning = null;
    }
  }

  private long count() {
    long[] keys = {0};
    eachPrefix(prefix -> keys[0]++);
    return keys[0];
  }

  private void eachPrefix(Consumer<String> taker) {
    List<String> page = store.after(null, PAGE);
    while (!page.isEmpty()) {
      page.forEach(taker);
      page = store.after(page.get(page.size() - 1), PAGE);
    }
  }

  private void add(KeyPrefix prefix) {
    LookupFilter next = learning;
    if (next != null) {
      next.add(prefix);
    }
    LookupFilter known = filter;
    if (known != null) {
      known.add(prefix);
    }
  }

  private boolean wasUnknown(KeyPrefix prefix) {
    Long stamp = unknown.getIfPresent(prefix);
    return stamp != null && stamps.believable(ChangeStamps.stripeOf(prefix.text()), stamp);
  }

  private boolean isOutside(KeyPrefix prefix) {
    LookupFilter known = filter;
    return known != null && !known.mayHold(prefix);
  }
}
