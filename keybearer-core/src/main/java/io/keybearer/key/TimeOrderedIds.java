package io.keybearer.key;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes ids that sort by the time of their making: UUID version 7 of RFC 9562, with the 12 bits
 * after the version as a counter (section 6.2, method 1) and 62 random bits.
 *
 * <p>Each id of one instance is greater than the one before, also when the clock steps back or many
 * are made in one millisecond; the time inside then runs ahead of the clock. Thread-safe.
 */
public final class TimeOrderedIds {
  private static final int DRAWN_AT_ONCE = 128 * Long.BYTES;
  private static final int COUNTER_END = 1 << 12;
  // A fresh counter starts in the lower half, so that it has room to count.
  private static final int COUNTER_START_END = COUNTER_END / 2;

  private final Clock clock;
  private final SecureRandom random;
  private final ByteBuffer draws = ByteBuffer.allocate(DRAWN_AT_ONCE).limit(0);
  private long millis = -1;
  private int counter;

  /** Makes a source of ids that reads this clock and draws from this source. */
  public TimeOrderedIds(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** Makes the next id. */
  public UUID next() {
    synchronized (this) {
      return new UUID(nextHigh(), (nextDraw() >>> 2) | (1L << 63));
    }
  }

  /** Draws many at once: a draw costs the source about as much as a hundred. */
  private long nextDraw() {
    if (!draws.hasRemaining()) {
      random.nextBytes(draws.array());
      draws.clear();
    }
    return draws.getLong();
  }

  private long nextHigh() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      counter = random.nextInt(COUNTER_START_END);
    } else if (++counter == COUNTER_END) {
      millis++;
      counter = random.nextInt(COUNTER_START_END);
    }
    return (millis << 16) | (7L << 12) | counter;
  }
}
