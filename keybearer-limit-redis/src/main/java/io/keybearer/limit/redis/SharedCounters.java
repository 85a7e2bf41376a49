package io.keybearer.limit.redis;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The counters that this process has used of late. Those that it has not are forgotten little by
 * little, as new ones come: what counts is in Redis. Safe for concurrent use.
 */
final class SharedCounters {
  /** How many old counters each new one looks at: more than come, so that the rest shrinks. */
  private static final int LOOKED_AT = 4;

  private final Sharing sharing;
  private final ConcurrentHashMap<CounterName, SharedCounter> counters = new ConcurrentHashMap<>();
  private final ReentrantLock sweeping = new ReentrantLock();
  private Iterator<SharedCounter> sweep = counters.values().iterator();

  SharedCounters(Sharing sharing) {
    this.sharing = sharing;
  }

  /** The counter of this name, made if need be. */
  SharedCounter counter(CounterName name, long now) {
    SharedCounter counter = counters.get(name);
    if (counter == null) {
      forget(now);
      counter = counters.computeIfAbsent(name, made -> new SharedCounter(made, sharing));
    }
    return counter;
  }

  int size() {
    return counters.size();
  }

  /** Looks at some counters in turn, at all of them at most once. */
  private void forget(long now) {
    if (!sweeping.tryLock()) {
      return;
    }
    try {
      long looks = Math.min(LOOKED_AT, counters.mappingCount());
      for (long i = 0; i < looks; i++) {
        if (!sweep.hasNext()) {
          sweep = counters.values().iterator();
        }
        SharedCounter counter = sweep.hasNext() ? sweep.next() : null;
        if (counter != null && counter.isIdle(now)) {
          counters.remove(counter.name, counter);
        }
      }
    } finally {
      sweeping.unlock();
    }
  }
}
