package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The threads that may wait for the database: as many as it has connections, platform threads, since
 * native calls pin virtual ones. What finds the queue full is refused at once, and what has waited
 * in it for five seconds is refused then: a database that takes its time makes nobody wait for the
 * turns of all who came before.
 */
public final class StoreThreads implements AutoCloseable {
  private static final int WAITING_EACH = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long FAREWELL_SECONDS = 10;

  private final ThreadPoolExecutor executor;
  private final long patienceNanos;
  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor watch;
  private final AtomicBoolean watching = new AtomicBoolean();

  /**
   * Makes this many threads, and room for 64 times as many requests to wait.
   *
   * @param nanoTime the time that waiting is measured by
   */
  public StoreThreads(int threads, LongSupplier nanoTime) {
    this(threads, threads * WAITING_EACH, PATIENCE, nanoTime);
  }

  StoreThreads(int threads, int waiting, Duration patience, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    AtomicInteger number = new AtomicInteger();
    executor = new ThreadPoolExecutor(
        threads,
        threads,
        1,
        TimeUnit.MINUTES,
        new ArrayBlockingQueue<>(waiting),
        work -> daemon(work, "keybearer-store-" + number.incrementAndGet()));
    patienceNanos = patience.toNanos();
    watch = new ScheduledThreadPoolExecutor(1, work -> daemon(work, "keybearer-store-watch"));
    watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    watch.setKeepAliveTime(10, TimeUnit.SECONDS);
    watch.allowCoreThreadTimeOut(true);
  }

  /** Work that waits for its turn, which comes or does not. */
  private static final class Waiting implements Runnable {
    private final Runnable work;
    private final Consumer<KeybearerException> refused;
    private final long since;
    private final AtomicBoolean taken = new AtomicBoolean();

    Waiting(Runnable work, Consumer<KeybearerException> refused, long since) {
      this.work = work;
      this.refused = refused;
      this.since = since;
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        work.run();
      }
    }

    void refuse() {
      if (taken.compareAndSet(false, true)) {
        refused.accept(new KeybearerException(ServerProblem.BUSY));
      }
    }
  }

  /**
   * Runs work, which catches what it throws.
   *
   * @param refused is told {@code BUSY}, on another thread and instead of the work, when its turn did
   *     not come in time
   * @throws KeybearerException {@code BUSY} when there is no room
   */
  public void run(Runnable work, Consumer<KeybearerException> refused) {
    try {
      executor.execute(new Waiting(work, refused, nanoTime.getAsLong()));
    } catch (RejectedExecutionException full) {
      throw new KeybearerException(ServerProblem.BUSY);
    }
    watchQueue();
  }

  /** How many requests wait for a thread. */
  public int waiting() {
    return executor.getQueue().size();
  }

  /** Finishes what was taken, for at most ten seconds. */
  @Override
  public void close() {
    executor.shutdown();
    watch.shutdown();
    try {
      if (!executor.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** As long as anything waits, somebody looks how long it has. */
  private void watchQueue() {
    if (!executor.getQueue().isEmpty() && watching.compareAndSet(false, true)) {
      try {
        ScheduledFuture<?> unused =
            watch.schedule(this::look, patienceNanos / 16, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closing) {
        watching.set(false);
      }
    }
  }

  private void look() {
    try {
      refuseTheLate();
    } finally {
      watching.set(false);
      watchQueue();
    }
  }

  private void refuseTheLate() {
    long now = nanoTime.getAsLong();
    for (Runnable queued : executor.getQueue()) {
      Waiting waiting = (Waiting) queued;
      if (now - waiting.since < patienceNanos) {
        break;
      }
      if (executor.getQueue().remove(waiting)) {
        waiting.refuse();
      }
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
