package io.keybearer.cluster;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import io.keybearer.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Map<Long, Change> heardAtCommit = new ConcurrentHashMap<>();

  private volatile @Nullable FeedPosition position;
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
    FeedPosition now = position;
    FeedReading reading;
    long asked;
    do {
      asked = nanoTime.getAsLong();
      reading = store.readFeed(now == null ? 0 : now.applied(), MOST);
      clock.observe(reading.storeTime(), asked);
      now = applied(reading, now);
      position = now;
    } while (now.applied() < reading.head());
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

  /** How far the feed has been applied; nothing before the first reading. */
  public Optional<FeedPosition> position() {
    return Optional.ofNullable(position);
  }

  /** How long ago the last successful reading began; nothing before the first. */
  public Optional<Duration> age() {
    return everFresh
        ? Optional.of(Duration.ofNanos(nanoTime.getAsLong() - freshSince))
        : Optional.empty();
  }

  /** How long what is in memory is believed without a reading. */
  public Duration maxStaleness() {
    return Duration.ofNanos(maxStalenessNanos);
  }

  /**
   * What to tell of changes that this process itself has committed, once they are: they are applied
   * at once, and not again when the feed tells of them.
   */
  public ChangeListener ownChanges() {
    return new ChangeListener() {
      @Override
      public void changed(Change change) {
        listener.changed(change);
        heardAtCommit.put(change.sequence(), change);
      }

      @Override
      public void changedBeyondKnowledge() {
        listener.changedBeyondKnowledge();
      }
    };
  }

  private FeedPosition applied(FeedReading reading, @Nullable FeedPosition before) {
    if (before == null
        || !reading.epoch().equals(before.epoch())
        || reading.head() < before.applied()) {
      heardAtCommit.clear();
      listener.changedBeyondKnowledge();
      return new FeedPosition(reading.epoch(), reading.head());
    }
    long applied = before.applied();
    for (Change change : reading.changes()) {
      if (change.sequence() != applied + 1) {
        listener.changedBeyondKnowledge();
      }
      if (!change.equals(heardAtCommit.get(change.sequence()))) {
        listener.changed(change);
      }
      applied = change.sequence();
    }
    if (reading.changes().isEmpty() && applied < reading.head()) {
      listener.changedBeyondKnowledge();
      applied = reading.head();
    }
    forgetHeard(applied);
    return new FeedPosition(reading.epoch(), applied);
  }

  private void forgetHeard(long applied) {
    if (!heardAtCommit.isEmpty()) {
      heardAtCommit.keySet().removeIf(number -> number <= applied);
    }
  }
}
