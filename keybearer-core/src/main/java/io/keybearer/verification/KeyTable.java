package io.keybearer.verification;

import io.keybearer.token.KeyPrefix;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of what is known of keys, found by prefix: set-associative, as a processor's cache
 * is. Each prefix has a bucket of eight places; a full bucket gives one of them up. Nothing waits
 * for anything, and an entry may be lost at any time, as when the table grows; it is then read
 * again. An entry is never changed, so nothing false is ever found.
 */
abstract class KeyTable<T> {
  private static final int WAYS = 8;
  private static final int FEWEST = 1_024;

  private final int most;
  private final int mostPlaces;
  private final AtomicInteger held = new AtomicInteger();
  private volatile AtomicReferenceArray<@Nullable T> places;

  /**
   * Makes an empty table.
   *
   * @param most how many entries it keeps, about; at most 2<sup>28</sup>
   */
  KeyTable(long most) {
    this.most = (int) Math.min(most, 1 << 28);
    mostPlaces = Math.max(FEWEST, Integer.highestOneBit(this.most) << 2);
    places = new AtomicReferenceArray<>(FEWEST);
  }

  /** Says whether an entry is about this key. */
  abstract boolean isOf(T entry, KeyPrefix prefix);

  /** The key that an entry is about. */
  abstract KeyPrefix prefix(T entry);

  /** Which of two entries is rather given up. */
  abstract T lesser(T one, T other);

  @Nullable
  T find(KeyPrefix prefix) {
    AtomicReferenceArray<@Nullable T> now = places;
    long spread = prefix.spread(0);
    int bucket = bucket(spread, now.length());
    for (int way = 0; way < WAYS; way++) {
      T entry = now.get(place(bucket, spread, way));
      if (entry != null && isOf(entry, prefix)) {
        return entry;
      }
    }
    return null;
  }

  void put(KeyPrefix prefix, T entry) {
    while (!putInto(places, prefix, entry, held.get() >= most || places.length() >= mostPlaces)) {
      grow();
    }
  }

  void clear() {
    held.set(0);
    places = new AtomicReferenceArray<>(FEWEST);
  }

  private boolean putInto(
      AtomicReferenceArray<@Nullable T> table, KeyPrefix prefix, T entry, boolean replace) {
    long spread = prefix.spread(0);
    int bucket = bucket(spread, table.length());
    int empty = -1;
    int worst = -1;
    T least = null;
    for (int way = 0; way < WAYS; way++) {
      int i = place(bucket, spread, way);
      T there = table.get(i);
      if (there == null) {
        empty = empty < 0 ? i : empty;
      } else if (isOf(there, prefix)) {
        table.set(i, entry);
        return true;
      } else if (least == null || lesser(there, least) == there) {
        least = there;
        worst = i;
      }
    }
    boolean full = held.get() >= most;
    if (empty >= 0 && !(full && worst >= 0)) {
      table.set(empty, entry);
      held.incrementAndGet();
      return true;
    }
    if (replace && worst >= 0) {
      table.set(worst, entry);
      return true;
    }
    return false;
  }

  private synchronized void grow() {
    AtomicReferenceArray<@Nullable T> old = places;
    if (old.length() >= mostPlaces) {
      return;
    }
    AtomicReferenceArray<@Nullable T> larger = new AtomicReferenceArray<>(old.length() * 2);
    held.set(0);
    for (int i = 0; i < old.length(); i++) {
      T entry = old.get(i);
      if (entry != null) {
        putInto(larger, prefix(entry), entry, true);
      }
    }
    places = larger;
  }

  private static int bucket(long spread, int places) {
    return (int) spread & (places - WAYS);
  }

  /** Each prefix begins at a place of its own, so that most are found at the first look. */
  private static int place(int bucket, long spread, int way) {
    return bucket + (((int) (spread >>> 60) + way) & (WAYS - 1));
  }
}
