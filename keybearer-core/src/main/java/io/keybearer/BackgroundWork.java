package io.keybearer;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Store;
import io.keybearer.verification.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What an engine does by itself: it follows the change feed, writes uses, upgrades hashes,
 * learns which keys there are, and, on
 * one node at a time, drops what nobody needs any more. Work that fails for want of the store is
 * done at its next turn.
 */
final class BackgroundWork implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BackgroundWork.class.getName());
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(50);
  private static final Duration WRITE_EVERY = Duration.ofMillis(500);
  private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
  private static final Duration REMEMBER_ANSWERS = Duration.ofHours(24);
  private static final Duration KEEP_FEED = Duration.ofHours(24);
  private static final Duration KEEP_QUOTA_COUNTERS = Duration.ofDays(62);

  private final Store store;
  private final Verifier verifier;
  private final Clock clock;
  private final String holder;
  private final ScheduledExecutorService following =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-follower"));
  private final ScheduledExecutorService rest =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-background"));

  /**
   * Prepares the work.
   *
   * @param holder this engine's name among all that share the store, new for every engine
   */
  BackgroundWork(Store store, Verifier verifier, Clock clock, String holder) {
    this.store = store;
    this.verifier = verifier;
    this.clock = clock;
    this.holder = holder;
  }

  void start() {
    repeat(following, verifier::follow, FOLLOW_EVERY);
    repeat(rest, verifier::flushUses, WRITE_EVERY);
    repeat(rest, verifier::upgradeHashes, WRITE_EVERY);
    repeat(rest, verifier::learnKeys, WRITE_EVERY);
    repeat(rest, this::tidy, TIDY_EVERY);
  }

  @Override
  public void close() {
    following.shutdownNow();
    rest.shutdown();
    try {
      if (!rest.awaitTermination(10, TimeUnit.SECONDS)) {
        rest.shutdownNow();
      }
      following.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    onceMore(verifier::flushUses);
  }

  private void tidy() {
    if (!store.lease("tidy", holder, TIDY_EVERY.multipliedBy(2))) {
      return;
    }
    store.forgetAnswers(clock.instant().minus(REMEMBER_ANSWERS));
    store.trimFeed(clock.instant().minus(KEEP_FEED));
    store.dropQuotaCounters(clock.instant().minus(KEEP_QUOTA_COUNTERS));
  }

  private static void repeat(ScheduledExecutorService executor, Runnable work, Duration every) {
    // The schedule ends with its executor; what the work throws is handled by onceMore.
    ScheduledFuture<?> schedule = executor.scheduleWithFixedDelay(
        () -> onceMore(work), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    if (schedule.isCancelled()) {
      throw new IllegalStateException("background work was cancelled before it began");
    }
  }

  private static void onceMore(Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailableException down) {
      LOG.log(System.Logger.Level.DEBUG, "the store did not answer; the next turn tries again");
    } catch (RuntimeException unexpected) {
      LOG.log(
          System.Logger.Level.ERROR,
          "background work failed; the next turn tries again",
          unexpected);
    }
  }

  private static ThreadFactory daemon(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
