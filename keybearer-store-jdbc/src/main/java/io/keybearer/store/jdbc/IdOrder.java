package io.keybearer.store.jdbc;

import java.time.Instant;
import java.util.UUID;

/** The order of ids by their bytes, which is that of both databases and of the time within them. */
final class IdOrder {
  private static final int BITS_BEFORE_TIME = 16;
  private static final long LAST_MILLIS = (1L << 48) - 1;

  private IdOrder() {}

  /** No id made from this moment on is smaller, and every id made before it is. */
  static UUID firstAt(Instant moment) {
    long millis = moment.isBefore(Instant.EPOCH) ? 0 : moment.toEpochMilli();
    return new UUID(Math.min(millis, LAST_MILLIS) << BITS_BEFORE_TIME, 0);
  }

  /** Unlike {@link UUID#compareTo}, which takes the halves for numbers with a sign. */
  static int compare(UUID one, UUID other) {
    int order = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return order != 0
        ? order
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
