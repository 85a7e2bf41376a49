package io.keybearer.limit.redis;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.Meter;
import org.jspecify.annotations.Nullable;

/**
 * A counter that is shared over Redis, under its limits. Safe for concurrent use.
 *
 * <p>Whoever may wait may have waited already since it read the time, and a lease that has ended
 * meanwhile must not be spent: those methods read it anew.
 */
final class RedisMeter implements Meter {
  private final CounterName name;
  private final SharedCounters counters;
  private final Sharing sharing;
  private final Unshared unshared;
  private final long most;
  private volatile @Nullable SharedCounter counter;

  RedisMeter(CounterName name, SharedCounters counters, Sharing sharing, Unshared unshared) {
    this.name = name;
    this.counters = counters;
    this.sharing = sharing;
    this.unshared = unshared;
    most = name.smallest();
  }

  @Override
  public LimitOutcome take(long cost, long now) {
    long later = later();
    LimitOutcome outcome = takeAtOnce(cost, later);
    if (outcome != null) {
      return outcome;
    }
    SharedCounter shared = shared(later);
    return (cost == 0 ? shared.look(0) : shared.take(cost))
        .orElseGet(() -> unshared.take(name, cost, later()));
  }

  @Override
  public @Nullable LimitOutcome takeAtOnce(long cost, long now) {
    check(cost);
    return sharing.link().isUp()
        ? shared(now).takeAtOnce(cost, now)
        : unshared.take(name, cost, now);
  }

  @Override
  public void giveBack(long cost, long now) {
    check(cost);
    long later = later();
    if (sharing.link().isUp()) {
      shared(later).giveBack(cost, later);
    } else {
      unshared.giveBack(name, cost, later);
    }
  }

  @Override
  public LimitOutcome look(long cost, long now) {
    check(cost);
    if (!sharing.link().isUp()) {
      return unshared.look(name, cost, now);
    }
    return shared(now).look(cost).orElseGet(() -> unshared.look(name, cost, later()));
  }

  private long later() {
    return sharing.nanoTime().getAsLong();
  }

  /** Forgotten when it is idle, so that what all meters of a counter hold is one. */
  private SharedCounter shared(long now) {
    SharedCounter held = counter;
    if (held == null || held.isIdle(now)) {
      held = counters.counter(name, now);
      counter = held;
    }
    return held;
  }

  private void check(long cost) {
    if (cost < 0 || cost > most) {
      throw new IllegalArgumentException("expected a cost from 0 to " + most + ", got " + cost);
    }
  }
}
