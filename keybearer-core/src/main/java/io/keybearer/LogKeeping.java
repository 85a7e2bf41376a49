package io.keybearer;

import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import io.keybearer.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes places for rows of days to come, and removes rows that are too old, on one node at a time.
 * Used by one thread.
 */
final class LogKeeping {
  /** How often it wants its turn. */
  static final Duration EVERY = Duration.ofMinutes(1);

  /** How long others may write between two pieces of a removal. */
  static final Duration PAUSE = Duration.ofMillis(10);

  private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);

  private final Store store;
  private final String self;
  private final Duration usual;
  private final Clock clock;
  private Instant nextPruning = Instant.MIN;
  private @Nullable LogPruning pruning;

  LogKeeping(Store store, String self, Duration usual, Clock clock) {
    this.store = store;
    this.self = self;
    this.usual = usual;
    this.clock = clock;
  }

  /** Takes its turn, and says whether a removal has begun, to be gone on with. */
  boolean begins() {
    if (!store.lease("log", self, EVERY.multipliedBy(2))) {
      pruning = null;
      return false;
    }
    Instant now = clock.instant();
    store.log().makeReady(now);
    if (pruning != null || now.isBefore(nextPruning)) {
      return false;
    }
    pruning = store.log().pruning(new LogRetention(usual, store.logRetentions()), now);
    nextPruning = now.plus(PRUNE_EVERY);
    return true;
  }

  /** Goes on with a removal, and says whether there is more of it. */
  boolean goesOn() {
    LogPruning current = pruning;
    pruning = null;
    boolean more = current != null && current.next();
    if (more) {
      pruning = current;
    }
    return more;
  }
}
