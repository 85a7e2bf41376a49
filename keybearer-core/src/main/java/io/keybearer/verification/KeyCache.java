package io.keybearer.verification;

import io.keybearer.limit.RateLimiter;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import org.jspecify.annotations.Nullable;

/**
 * Keys read from the store, bounded in number: those in use as objects, all of them packed. Safe for
 * concurrent use, without locks. Whether an entry is still believed is for {@link ChangeStamps} to
 * say, each time that it is looked at.
 */
final class KeyCache {
  /** How many keys are kept ready to use. */
  private static final long MOST_READY = 16_384;

  private final ChangeStamps stamps;
  private final RateLimiter limiter;
  private final KeyShapes shapes = new KeyShapes();
  private final Ready ready;
  private final Kept kept;

  KeyCache(long mostKeys, ChangeStamps stamps, RateLimiter limiter) {
    this.stamps = stamps;
    this.limiter = limiter;
    ready = new Ready(Math.min(mostKeys, MOST_READY));
    kept = new Kept(mostKeys);
  }

  /** The key, if it is in memory and nothing that concerns it has changed since it was read. */
  @Nullable
  HeldKey find(KeyPrefix prefix) {
    HeldKey held = ready.find(prefix);
    if (held != null && isBelieved(held)) {
      return held;
    }
    return unpack(prefix);
  }

  /** Keeps a key that the store gave; nothing of the store may have been read before the stamp. */
  HeldKey keep(StoredKey stored, KeyPrefix prefix, long stamp) {
    HeldKey held = new HeldKey(stored, prefix, stamp, limiter);
    int shape = shapes.number(KeyShape.of(stored));
    kept.put(prefix, shape < 0 ? held : PackedKey.pack(stored, prefix, stamp, shape));
    ready.put(prefix, held);
    return held;
  }

  boolean isBelieved(HeldKey held) {
    return stamps.believable(held.lookupStripe, held.companyStripe, held.stamp);
  }

  /** Gives back the room; entries that are no longer believed are not found anyway. */
  void clear() {
    ready.clear();
    kept.clear();
  }

  private @Nullable HeldKey unpack(KeyPrefix prefix) {
    Object entry = kept.find(prefix);
    if (entry == null) {
      return null;
    }
    HeldKey held = entry instanceof HeldKey whole ? whole : unpack((byte[]) entry, prefix);
    if (!isBelieved(held)) {
      return null;
    }
    ready.put(prefix, held);
    return held;
  }

  private HeldKey unpack(byte[] row, KeyPrefix prefix) {
    return new HeldKey(PackedKey.unpack(row, shapes), prefix, PackedKey.stamp(row), limiter);
  }

  /** Keys as objects; the one used longest ago is given up. */
  private static final class Ready extends KeyTable<HeldKey> {
    Ready(long most) {
      super(most);
    }

    @Override
    boolean isOf(HeldKey entry, KeyPrefix prefix) {
      return entry.prefix.equals(prefix);
    }

    @Override
    KeyPrefix prefix(HeldKey entry) {
      return entry.prefix;
    }

    @Override
    HeldKey lesser(HeldKey one, HeldKey other) {
      return one.lastUsedAt() < other.lastUsedAt() ? one : other;
    }
  }

  /** Rows of bytes, and whole keys of shapes that there was no number for. */
  private static final class Kept extends KeyTable<Object> {
    Kept(long most) {
      super(most);
    }

    @Override
    boolean isOf(Object entry, KeyPrefix prefix) {
      return entry instanceof byte[] row
          ? PackedKey.isOf(row, prefix)
          : ((HeldKey) entry).prefix.equals(prefix);
    }

    @Override
    KeyPrefix prefix(Object entry) {
      return entry instanceof byte[] row ? PackedKey.prefix(row) : ((HeldKey) entry).prefix;
    }

    @Override
    Object lesser(Object one, Object other) {
      return stamp(one) < stamp(other) ? one : other;
    }

    private static long stamp(Object entry) {
      return entry instanceof byte[] row ? PackedKey.stamp(row) : ((HeldKey) entry).stamp;
    }
  }
}
