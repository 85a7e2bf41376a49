package io.keybearer.client;

import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: what the server asks for, and otherwise a random part of a
 * span that doubles from 200 ms up to 5 s, so that clients do not come back all at once.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 5;
  private static final long MOST_MILLIS = 5_000;

  private final SecureRandom random;

  Backoff(SecureRandom random) {
    this.random = random;
  }

  /**
   * Tells the wait after a failed try.
   *
   * @param tries how many have failed, from 1
   * @param asked what the server asks for
   */
  Duration after(int tries, @Nullable Duration asked) {
    if (asked != null && asked.toMillis() > 0) {
      return asked.plusMillis(random.nextLong(FIRST_MILLIS));
    }
    long span = FIRST_MILLIS << Math.min(tries - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(1 + random.nextLong(Math.min(span, MOST_MILLIS)));
  }
}
