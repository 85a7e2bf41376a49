package io.keybearer.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits within one process, by GCRA with a burst of the whole limit. Exact: at most {@code limit}
 * at once, and in any span <i>t</i> at most {@code limit + limit·t/window}, with no rounding.
 *
 * <p>Thread-safe: calls on one counter run one after another, calls on different ones side by side.
 * A counter is forgotten once all its limits are full again, which loses nothing, and never
 * earlier, however many there are: forgetting a spent counter would hand its limit out anew.
 */
public final class LocalRateLimiter implements RateLimiter {
  private final LongSupplier nanos;
  private final Cache<String, Counter> counters;

  /**
   * Makes a limiter.
   *
   * @param nanos monotonic time in nanoseconds, such as {@link System#nanoTime()}; it may wrap
   */
  public LocalRateLimiter(LongSupplier nanos) {
    this.nanos = nanos;
    counters = Caffeine.newBuilder()
        .expireAfter(new UntilFull())
        .ticker(nanos::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  @Override
  public LimitOutcome acquire(String counter, List<NamedLimit> limits, long cost) {
    RateLimiter.check(limits, cost);
    if (limits.isEmpty()) {
      return LimitOutcome.unlimited();
    }
    Attempt attempt = new Attempt(limits, cost);
    counters.asMap().compute(counter, (name, before) -> attempt.on(before, nanos.getAsLong()));
    return attempt.outcome();
  }

  @Override
  public void refund(String counter, List<NamedLimit> limits, long cost) {
    RateLimiter.check(limits, cost);
    counters.asMap().computeIfPresent(counter, (name, before) -> {
      long now = nanos.getAsLong();
      List<ArrivalTime> after = new ArrayList<>(limits.size());
      for (NamedLimit limit : limits) {
        after.add(before.seen(limit, now).minus(cost));
      }
      return before.with(after, now);
    });
  }

  @Override
  public LimitOutcome peek(String counter, List<NamedLimit> limits, long cost) {
    RateLimiter.check(limits, cost);
    Attempt attempt = new Attempt(limits, cost);
    attempt.imagine(counters.policy().getIfPresentQuietly(counter), nanos.getAsLong());
    return attempt.outcome();
  }

  /** How many counters are kept, after forgetting those that are full again. */
  long counters() {
    counters.cleanUp();
    return counters.estimatedSize();
  }

  /** Keeps a counter until the last of its limits is full again. */
  private static final class UntilFull implements Expiry<String, Counter> {
    @Override
    public long expireAfterCreate(String name, Counter counter, long now) {
      return counter.nanosUntilFull(now);
    }

    @Override
    public long expireAfterUpdate(String name, Counter counter, long now, long before) {
      return counter.nanosUntilFull(now);
    }

    @Override
    public long expireAfterRead(String name, Counter counter, long now, long before) {
      return before;
    }
  }

  /** One try at all limits of one request; used by one thread. */
  private static final class Attempt {
    private final List<NamedLimit> limits;
    private final long cost;
    private final List<ArrivalTime> found;
    private final List<LimitStatus> statuses;
    private boolean accepted = true;

    Attempt(List<NamedLimit> limits, long cost) {
      this.limits = limits;
      this.cost = cost;
      found = new ArrayList<>(limits.size());
      statuses = new ArrayList<>(limits.size());
    }

    /** Takes the cost if it fits and returns what is to be kept of the counter. */
    @Nullable
    Counter on(@Nullable Counter before, long now) {
      Counter counter = before == null ? Counter.NONE : before;
      find(counter, now);
      if (accepted) {
        found.replaceAll(limit -> limit.plus(cost));
      }
      describe(now);
      return counter.with(found, now);
    }

    /** Finds out whether the cost would fit. */
    void imagine(@Nullable Counter counter, long now) {
      find(counter == null ? Counter.NONE : counter, now);
      describe(now);
    }

    LimitOutcome outcome() {
      return new LimitOutcome(accepted, statuses);
    }

    private void find(Counter counter, long now) {
      for (NamedLimit limit : limits) {
        ArrivalTime arrival = counter.seen(limit, now);
        found.add(arrival);
        accepted &= arrival.plus(cost).isWithin(now);
      }
    }

    private void describe(long now) {
      for (ArrivalTime arrival : found) {
        statuses.add(arrival.status(now, accepted ? 0 : cost));
      }
    }
  }
}
