package io.keybearer.limit;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits within one process, by GCRA with a burst of the whole limit. Exact: at most {@code limit}
 * at once, and in any span <i>t</i> at most {@code limit + limit·t/window}, with no rounding.
 *
 * <p>Safe for concurrent use; a meter that is used again touches nothing but its counter. A counter
 * is forgotten once all its limits are full again, which loses nothing, and never earlier, however
 * many there are: forgetting a spent counter would hand its limit out anew. The forgetting is done
 * little by little, as new counters come.
 */
public final class LocalRateLimiter implements RateLimiter {
  /** How many old counters each new one looks at: more than come, so that the rest shrinks. */
  private static final int LOOKED_AT = 4;

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();
  private final ReentrantLock sweeping = new ReentrantLock();
  private Iterator<Counter> sweep = counters.values().iterator();

  /**
   * Makes a limiter.
   *
   * @param nanoTime monotonic time in nanoseconds, such as {@link System#nanoTime()}; it may wrap
   */
  public LocalRateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public Meter meter(String counter, List<NamedLimit> limits) {
    RateLimiter.check(limits);
    return limits.isEmpty() ? Meter.UNLIMITED : new LocalMeter(this, counter, limits);
  }

  /** The counter of this name, made if need be; never retired when it is returned. */
  Counter counter(String name) {
    Counter counter = counters.get(name);
    while (counter == null || counter.isRetired()) {
      if (counter != null) {
        counters.remove(name, counter);
      }
      // Before the new one is there: nothing of it is spent yet, so it would be forgotten at once.
      forget(LOOKED_AT);
      Counter made = Counter.fresh(name);
      Counter other = counters.putIfAbsent(name, made);
      counter = other == null ? made : other;
    }
    return counter;
  }

  /** The counter of this name, or a retired one where there is none. */
  Counter find(String name) {
    Counter counter = counters.get(name);
    return counter == null ? Counter.retired(name) : counter;
  }

  /** How many counters are kept, after forgetting all those that are full again. */
  long counters() {
    forget(Integer.MAX_VALUE);
    return counters.size();
  }

  /** Looks at some counters in turn, at all of them at most once. */
  private void forget(int most) {
    if (!sweeping.tryLock()) {
      return;
    }
    try {
      long now = nanoTime.getAsLong();
      long looks = Math.min(most, counters.mappingCount());
      for (long i = 0; i < looks; i++) {
        if (!sweep.hasNext()) {
          sweep = counters.values().iterator();
        }
        Counter counter = sweep.hasNext() ? sweep.next() : null;
        if (counter != null && counter.retire(now)) {
          counters.remove(counter.name, counter);
        }
      }
    } finally {
      sweeping.unlock();
    }
  }
}
