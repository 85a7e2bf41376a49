package io.keybearer.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keybearer.key.CompanyId;
import io.keybearer.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application last said of its owners, so that a verification need not wait for it. An
 * answer holds for a bounded time from the moment it was asked for, and is asked for again in the
 * background once half of that is over. Whoever needs one that is not known waits for it, bounded;
 * of several who need the same, one asks. Safe for concurrent use.
 */
public final class OwnerStandings implements AutoCloseable {
  private static final Duration LONGEST_AGE = Duration.ofHours(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 1_000;
  private static final long MOST_KNOWN = 100_000;

  private record Who(CompanyId company, String user) {}

  private record Answer(boolean active, long askedAt) {}

  private final OwnerCheck check;
  private final long maxAge;
  private final long timeout;
  private final LongSupplier nanoTime;
  private final Cache<Who, Answer> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).executor(Runnable::run).build();
  private final ConcurrentMap<Who, Asking> asked = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
      THREADS,
      THREADS,
      10,
      TimeUnit.SECONDS,
      new ArrayBlockingQueue<>(MOST_WAITING),
      OwnerStandings::thread);

  /**
   * Begins to ask; nothing is known yet.
   *
   * @param maxAge how long an answer holds, 0 to 1 hour
   * @param timeout how long a verification waits for one, from 1 millisecond to 1 minute
   * @param nanoTime monotonic nanoseconds; answers age by it
   * @throws IllegalArgumentException when a range is left
   */
  public OwnerStandings(
      OwnerCheck check, Duration maxAge, Duration timeout, LongSupplier nanoTime) {
    if (maxAge.isNegative() || maxAge.compareTo(LONGEST_AGE) > 0) {
      throw new IllegalArgumentException("expected answers about owners to hold from PT0S to PT1H");
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "expected to wait for an answer about an owner from PT0.001S to PT1M");
    }
    this.check = check;
    this.maxAge = maxAge.toNanos();
    this.timeout = timeout.toNanos();
    this.nanoTime = nanoTime;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * What is known without waiting; null when nothing is, or nothing that still holds. An answer in
   * the second half of its life is asked for again meanwhile.
   */
  public @Nullable Boolean known(CompanyId company, String user) {
    Who who = new Who(company, user);
    Answer answer = known.getIfPresent(who);
    if (answer == null) {
      return null;
    }
    long age = nanoTime.getAsLong() - answer.askedAt;
    if (age >= maxAge) {
      return null;
    }
    if (age >= maxAge / 2) {
      Asking begun = asked.get(who);
      if (begun == null || begun.isDone()) {
        askAhead(who);
      }
    }
    return answer.active;
  }

  /**
   * Whether an owner is active, waiting for the application where that is not known.
   *
   * @throws StoreUnavailableException when the application did not answer in time, or threw
   */
  public boolean isActive(CompanyId company, String user) {
    Boolean active = known(company, user);
    return active == null ? ask(new Who(company, user)) : active;
  }

  /** Asks nothing any more. */
  @Override
  public void close() {
    threads.getQueue().clear();
    threads.shutdown();
  }

  private boolean ask(Who who) {
    Asking asking;
    try {
      asking = asking(who);
    } catch (RejectedExecutionException full) {
      throw new StoreUnavailableException(full);
    }
    try {
      return asking.get(timeout, TimeUnit.NANOSECONDS).active;
    } catch (TimeoutException late) {
      // Who comes next asks anew instead of waiting for what may never come. Not interrupted: that
      // is the application's code. An answer that comes late is kept all the same.
      asking.cancel(false);
      throw new StoreUnavailableException(late);
    } catch (ExecutionException | CancellationException failed) {
      throw new StoreUnavailableException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(interrupted);
    }
  }

  private void askAhead(Who who) {
    try {
      Asking unused = asking(who);
    } catch (RejectedExecutionException full) {
      // What is known holds for a while yet, and then somebody waits.
    }
  }

  /** The question that is under way, or a new one. */
  private Asking asking(Who who) {
    Asking mine = new Asking(who);
    // One that has its answer says nothing of now, and is about to go.
    Asking begun = asked.merge(who, mine, (there, ours) -> there.isDone() ? ours : there);
    if (begun != mine) {
      return begun;
    }
    try {
      threads.execute(mine);
    } catch (RejectedExecutionException full) {
      mine.cancel(false);
      throw full;
    }
    return mine;
  }

  private static Thread thread(Runnable work) {
    Thread made = new Thread(work, "keybearer-owners");
    made.setDaemon(true);
    return made;
  }

  /** One question; its answer is known before anybody who waits for it goes on. */
  private final class Asking extends FutureTask<Answer> {
    private final Who who;

    Asking(Who who) {
      super(() -> {
        long askedAt = nanoTime.getAsLong();
        Answer answer = new Answer(check.isActive(who.company, who.user), askedAt);
        known.put(who, answer);
        return answer;
      });
      this.who = who;
    }

    @Override
    protected void done() {
      asked.remove(who, this);
    }
  }
}
