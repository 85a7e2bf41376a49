package io.keybearer;

import io.keybearer.cluster.ChangeFollower;
import io.keybearer.cluster.Membership;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.ChangeChannel;
import io.keybearer.store.Store;
import io.keybearer.verification.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does by itself: it follows the change feed, beats, writes uses, upgrades hashes,
 * learns which keys there are, and, on one node at a time, drops what nobody needs any more and
 * keeps the log. Work that fails for want of the store is done at its next turn.
 */
final class BackgroundWork implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BackgroundWork.class.getName());
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(50);

  /** However often word comes, the feed is not read more often than this. */
  private static final Duration FOLLOW_AT_MOST_EVERY = Duration.ofMillis(5);

  private static final Duration MEET_EVERY = Duration.ofMillis(25);
  private static final Duration WRITE_EVERY = Duration.ofMillis(500);
  private static final Duration SETTLE_EVERY = Duration.ofSeconds(1);
  private static final int MOST_DROPS = 20;
  private static final Duration TIDY_EVERY = Duration.ofMinutes(1);
  private static final Duration REMEMBER_ANSWERS = Duration.ofHours(24);
  private static final Duration KEEP_FEED = Duration.ofHours(24);
  private static final Duration KEEP_SILENT_NODES = Duration.ofHours(2);
  private static final Duration KEEP_QUOTA_COUNTERS = Duration.ofDays(62);

  private final Store store;
  private final Verifier verifier;
  private final ChangeFollower follower;
  private final Membership membership;
  private final LogKeeping logKeeping;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final ScheduledExecutorService following =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-follower"));
  private final ScheduledExecutorService meeting =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-member"));
  private final ScheduledExecutorService rest =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-background"));
  private final ScheduledExecutorService counting =
      Executors.newSingleThreadScheduledExecutor(daemon("keybearer-usage"));
  private volatile long followedAt;
  private volatile @Nullable ChangeChannel channel;

  /** Prepares the work. */
  BackgroundWork(
      Store store,
      Verifier verifier,
      Membership membership,
      LogKeeping logKeeping,
      Clock clock,
      LongSupplier nanoTime) {
    this.store = store;
    this.verifier = verifier;
    this.follower = verifier.follower();
    this.membership = membership;
    this.logKeeping = logKeeping;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.followedAt = nanoTime.getAsLong();
  }

  void start() {
    channel = store.listen(this::wake);
    repeat(following, this::follow, FOLLOW_EVERY);
    repeat(meeting, membership::beat, MEET_EVERY);
    repeat(meeting, membership::look, MEET_EVERY);
    repeat(rest, verifier::flushUses, WRITE_EVERY);
    repeat(rest, verifier::upgradeHashes, WRITE_EVERY);
    repeat(rest, verifier::learnKeys, WRITE_EVERY);
    repeat(rest, this::tidy, TIDY_EVERY);
    run(counting, SETTLE_EVERY.toNanos(), this::settleUsage);
    repeat(rest, this::keepLog, LogKeeping.EVERY);
  }

  /** Whether word of changes comes at once, see {@link ChangeChannel}. */
  boolean hearsAtOnce() {
    ChangeChannel open = channel;
    return open != null && open.isUp();
  }

  @Override
  public void close() {
    ChangeChannel open = channel;
    if (open != null) {
      open.close();
    }
    following.shutdownNow();
    meeting.shutdownNow();
    rest.shutdown();
    counting.shutdownNow();
    try {
      if (!rest.awaitTermination(10, TimeUnit.SECONDS)) {
        rest.shutdownNow();
      }
      meeting.awaitTermination(10, TimeUnit.SECONDS);
      following.awaitTermination(10, TimeUnit.SECONDS);
      counting.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    onceMore(verifier::flushUses);
    membership.stopWaiting();
    if (verifier.isFresh()) {
      onceMore(membership::leave);
    }
  }

  /** Reads the feed soon, instead of at the next turn. */
  private void wake() {
    if (!woken.compareAndSet(false, true)) {
      return;
    }
    long pause = FOLLOW_AT_MOST_EVERY.toNanos() - (nanoTime.getAsLong() - followedAt);
    run(following, Math.max(pause, 0), () -> {
      woken.set(false);
      follow();
    });
  }

  private void follow() {
    followedAt = nanoTime.getAsLong();
    var before = follower.position();
    verifier.follow();
    if (!follower.position().equals(before)) {
      run(meeting, 0, membership::beat);
    }
  }

  /** Leaves the database to others nine tenths of the time; half of it when much was left to count. */
  private void settleUsage() {
    long began = nanoTime.getAsLong();
    AtomicBoolean more = new AtomicBoolean();
    onceMore(() -> more.set(store.log().usage().settle()));
    long took = nanoTime.getAsLong() - began;
    run(
        counting,
        more.get() ? took : Math.max(SETTLE_EVERY.toNanos(), 9 * took),
        this::settleUsage);
  }

  private void tidy() {
    if (!store.lease("tidy", membership.self().toString(), TIDY_EVERY.multipliedBy(2))) {
      return;
    }
    store.forgetAnswers(clock.instant().minus(REMEMBER_ANSWERS));
    store.trimFeed(clock.instant().minus(KEEP_FEED));
    store.dropNodes(clock.instant().minus(KEEP_SILENT_NODES));
    store.dropQuotaCounters(clock.instant().minus(KEEP_QUOTA_COUNTERS));
    for (int i = 0; i < MOST_DROPS && store.log().usage().drop(clock.instant()) > 0; i++) {
      // Some at a time, so that nobody waits for long.
    }
  }

  private void keepLog() {
    if (logKeeping.begins()) {
      pruneLog();
    }
  }

  private void pruneLog() {
    if (logKeeping.goesOn()) {
      run(rest, LogKeeping.PAUSE.toNanos(), this::pruneLog);
    }
  }

  private static void repeat(ScheduledExecutorService executor, Runnable work, Duration every) {
    // The schedule ends with its executor; what the work throws is handled by onceMore.
    ScheduledFuture<?> schedule = executor.scheduleWithFixedDelay(
        () -> onceMore(work), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    if (schedule.isCancelled()) {
      throw new IllegalStateException("background work was cancelled before it began");
    }
  }

  private static void run(ScheduledExecutorService executor, long afterNanos, Runnable work) {
    try {
      // What the work throws is handled by onceMore.
      ScheduledFuture<?> unused =
          executor.schedule(() -> onceMore(work), afterNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      LOG.log(System.Logger.Level.TRACE, "the engine is being closed");
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
