package io.keybearer.cluster;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import io.keybearer.store.Store;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the change feed of the store and says whether what is in memory may still be believed.
 *
 * <p>{@link #poll} is called again and again; one reading follows another, whoever asks for them.
 * Freshness counts from the start of the last successful reading, so a slow answer makes nothing
 * look newer than it is. Safe for concurrent use.
 */
public final class ChangeFollower {
  /** How many feed rows one look reads. */
  private static final int MOST = 1_000;

  private final Store store;
  private final ChangeListener listener;
  private final StoreClock clock;
  private final LongSupplier nanoTime;
  private final long maxStalenessNanos;

  private @Nullable UUID epoch;
  private long applied;
  private volatile long freshSince;
  private volatile boolean everFresh;

  /** Makes a follower that has read nothing yet. */
  public ChangeFollower(
      Store store,
      ChangeListener listener,
      StoreClock clock,
      LongSupplier nanoTime,
      Duration maxStaleness) {
    this.store = store;
    this.listener = listener;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.maxStalenessNanos = maxStaleness.toNanos();
  }

  /**
   * Reads and applies whatever is new.
   *
   * @throws StoreUnavailableException when the store could not be read; what is in memory ages on
   */
  public synchronized void poll() {
    FeedReading reading;
    long asked;
    do {
      asked = nanoTime.getAsLong();
      reading = store.readFeed(applied, MOST);
      clock.observe(reading.storeTime(), asked);
      apply(reading);
    } while (applied < reading.head());
    freshSince = asked;
    everFresh = true;
  }

  /** Whether a verdict from memory may be given now. */
  public boolean isFresh() {
    return isFresh(nanoTime.getAsLong());
  }

  /** Whether a verdict from memory may be given when the monotonic clock reads so. */
  public boolean isFresh(long nanos) {
    return everFresh && nanos - freshSince <= maxStalenessNanos;
  }

  private void apply(FeedReading reading) {
    if (!reading.epoch().equals(epoch) || reading.head() < applied) {
      epoch = reading.epoch();
      applied = reading.head();
      listener.changedBeyondKnowledge();
      return;
    }
    for (Change change : reading.changes()) {
      if (change.sequence() != applied + 1) {
        listener.changedBeyondKnowledge();
      }
      listener.changed(change);
      applied = change.sequence();
    }
    if (reading.changes().isEmpty() && applied < reading.head()) {
      listener.changedBeyondKnowledge();
      applied = reading.head();
    }
  }
}
