package io.keybearer.log;

import io.keybearer.problem.StoreUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Brings spools into the store, on a thread of its own: first what others left behind, then this
 * process's. It takes its share of the time, and asks ever less often while the store does not
 * answer.
 */
final class SpoolDrain {
  private static final System.Logger LOG = System.getLogger(SpoolDrain.class.getName());
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration GATHER = Duration.ofMillis(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);
  private static final Duration RETRY_KEPT_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final SpoolTransfer own;
  private final LeftSpools left;
  private final LogDestination destination;
  private final LogCounts counts;
  private final DrainPace pace;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "keybearer-log-drain");
  private volatile boolean abandoned;
  private Duration retry = FIRST_RETRY;
  private long retriedAt;
  private long lookedAt;

  SpoolDrain(
      SpoolTransfer own,
      LeftSpools left,
      LogDestination destination,
      LogCounts counts,
      DrainPace pace,
      Spool.Ground ground) {
    this.own = own;
    this.left = left;
    this.destination = destination;
    this.counts = counts;
    this.pace = pace;
    this.clock = ground.clock();
    this.nanoTime = ground.nanoTime();
    this.retriedAt = nanoTime.getAsLong();
    this.lookedAt = retriedAt;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Says that there is something to bring. */
  void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  /** Ends the thread: once all is written, or the store does not answer, or after ten seconds. */
  void stop() {
    closing.countDown();
    news.release();
    try {
      thread.join(FAREWELL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    abandoned = true;
  }

  /** Whether nothing is being written any more. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** How many bytes wait. */
  long waiting() {
    long sum = own.waiting();
    for (SpoolTransfer transfer : left.transfers()) {
      sum += transfer.waiting();
    }
    return sum;
  }

  /** How long the oldest entry has waited, at most. */
  Duration behind() {
    Duration longest = behind(own);
    for (SpoolTransfer transfer : left.transfers()) {
      Duration behind = behind(transfer);
      longest = behind.compareTo(longest) > 0 ? behind : longest;
    }
    return longest;
  }

  private Duration behind(SpoolTransfer transfer) {
    Duration since = Duration.between(transfer.waitingSince(), clock.instant());
    return transfer.waiting() == 0 || since.isNegative() ? Duration.ZERO : since;
  }

  private void run() {
    try {
      boolean goesOn = true;
      while (goesOn && !abandoned) {
        goesOn = turn();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes one batch, and waits as long as is right; false when this was the last. */
  private boolean turn() throws InterruptedException {
    boolean isClosing = closing.getCount() == 0;
    try {
      long began = nanoTime.getAsLong();
      int count = transfer();
      sayThatItAnswers();
      tidy();
      if (count == 0 && waiting() == 0) {
        waitForNews();
        return !isClosing;
      }
      long pause = pace.pauseAfter(nanoTime.getAsLong() - began, waiting(), behind());
      boolean gathers = count < SpoolTransfer.BATCH / 2;
      pause(gathers ? Math.max(pause, GATHER.toNanos()) : pause);
      return true;
    } catch (RuntimeException failure) {
      say(failure);
      Duration twice = retry.multipliedBy(2);
      pause(retry.toNanos());
      retry = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
      return !isClosing;
    }
  }

  private int transfer() {
    for (SpoolTransfer transfer : left.transfers()) {
      int count = transfer.transfer(clock.instant());
      if (!transfer.isDone()) {
        return count;
      }
      left.finish(transfer);
    }
    return own.transfer(clock.instant());
  }

  private void tidy() {
    long now = nanoTime.getAsLong();
    own.deleteWritten(now, false);
    if (now - retriedAt >= RETRY_KEPT_EVERY.toNanos()) {
      retriedAt = now;
      retryKept();
    }
    if (now - lookedAt >= LOOK_EVERY.toNanos()) {
      lookedAt = now;
      try {
        left.look();
      } catch (IOException unreadable) {
        LOG.log(System.Logger.Level.WARNING, "a spool that was left cannot be read", unreadable);
      }
    }
  }

  private void retryKept() {
    try {
      counts.unapplied.addAndGet(destination.retryKept(clock.instant()).size());
    } catch (StoreUnavailableException down) {
      LOG.log(System.Logger.Level.DEBUG, "the store did not answer; the next turn tries again");
    }
  }

  /** A store that does not answer is said once; what should not happen, each time. */
  private void say(RuntimeException failure) {
    if (!(failure instanceof StoreUnavailableException)) {
      LOG.log(System.Logger.Level.ERROR, "the log's spool could not be written", failure);
    } else if (retry.equals(FIRST_RETRY)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the log''s database does not answer; what is logged waits in the spool");
    }
  }

  private void sayThatItAnswers() {
    if (!retry.equals(FIRST_RETRY)) {
      retry = FIRST_RETRY;
      LOG.log(System.Logger.Level.INFO, "the log''s database takes what was logged again");
    }
  }

  private void waitForNews() throws InterruptedException {
    if (closing.getCount() > 0 && news.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Only the end cuts it short. */
  private void pause(long nanos) throws InterruptedException {
    if (nanos > 0 && closing.await(nanos, TimeUnit.NANOSECONDS)) {
      LOG.log(System.Logger.Level.TRACE, "the log's spool is being closed");
    }
  }
}
