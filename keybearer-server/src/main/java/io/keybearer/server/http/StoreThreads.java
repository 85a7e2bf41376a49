package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that may wait for the database: as many as it has connections, platform threads, since
 * native calls pin virtual ones. What finds the queue full is refused at once.
 */
public final class StoreThreads implements AutoCloseable {
  private static final int WAITING_EACH = 64;
  private static final long FAREWELL_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /** Makes this many threads, and room for 64 times as many requests to wait. */
  public StoreThreads(int threads) {
    this(threads, threads * WAITING_EACH);
  }

  StoreThreads(int threads, int waiting) {
    AtomicInteger number = new AtomicInteger();
    executor = new ThreadPoolExecutor(
        threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), work -> {
          Thread thread = new Thread(work, "keybearer-store-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Runs work, which catches what it throws.
   *
   * @throws KeybearerException {@code BUSY} when there is no room
   */
  public void run(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException full) {
      throw new KeybearerException(ServerProblem.BUSY);
    }
  }

  /** How many requests wait for a thread. */
  public int waiting() {
    return executor.getQueue().size();
  }

  /** Finishes what was taken, for at most ten seconds. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
