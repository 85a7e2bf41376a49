package io.keybearer.verification;

import io.keybearer.token.KeyPrefix;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A Bloom filter (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970) of the
 * prefixes of all keys: what it does not hold is no key. 16 bits a key and eight of them set, so
 * that of other prefixes about 6 in 10,000 pass. Safe for concurrent use.
 */
final class LookupFilter {
  private static final int BITS_PER_KEY = 16;
  private static final int SET_PER_KEY = 8;
  private static final long FEWEST_KEYS = 65_536;
  private static final long MOST_KEYS = 1L << 27;

  private final AtomicLongArray words;
  private final long seed;
  private final long mask;
  private final long capacity;
  private final AtomicLong added = new AtomicLong();

  /**
   * Makes an empty filter.
   *
   * @param keys how many are to be added, about; twice as many fit before it needs to be made anew
   * @param seed what makes this filter's collisions its own, so that nobody can choose them
   */
  LookupFilter(long keys, long seed) {
    capacity = Math.min(Math.max(FEWEST_KEYS, 2 * keys), MOST_KEYS);
    long bits = Long.highestOneBit(capacity * BITS_PER_KEY - 1) << 1;
    words = new AtomicLongArray((int) (bits / Long.SIZE));
    mask = bits - 1;
    this.seed = seed;
  }

  void add(KeyPrefix prefix) {
    if (mayHold(prefix)) {
      return;
    }
    long bit = prefix.spread(seed);
    long step = step(bit);
    for (int i = 0; i < SET_PER_KEY; i++, bit += step) {
      long one = 1L << bit;
      words.accumulateAndGet((int) ((bit & mask) >>> 6), one, (word, more) -> word | more);
    }
    added.incrementAndGet();
  }

  /** Whether there may be such a key; no means that there is none. */
  boolean mayHold(KeyPrefix prefix) {
    long bit = prefix.spread(seed);
    long step = step(bit);
    for (int i = 0; i < SET_PER_KEY; i++, bit += step) {
      if ((words.get((int) ((bit & mask) >>> 6)) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether more was added than it is made for. */
  boolean isOverfull() {
    return added.get() > capacity;
  }

  /** Kirsch and Mitzenmacher, "Less hashing, same performance", 2006: two hashes make them all. */
  private static long step(long spread) {
    return (((spread >>> 33) ^ (spread << 31)) * 0x9E3779B97F4A7C15L) | 1;
  }
}
