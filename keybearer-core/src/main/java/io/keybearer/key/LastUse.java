package io.keybearer.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest accepted use of a key that has been noted; written in batches, and only ever forward.
 *
 * @param at when
 * @param ip from which address, in canonical text, where it was known
 */
public record LastUse(Instant at, @Nullable String ip) {
  /** The later of the two. */
  public LastUse latest(LastUse other) {
    return other.at.isAfter(at) ? other : this;
  }
}
