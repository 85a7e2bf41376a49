package io.keybearer.limit;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A counter of this process under its limits. Safe for concurrent use, without locks. */
final class LocalMeter implements Meter {
  private final LocalRateLimiter limiter;
  private final String name;
  private final Pace[] paces;
  private final long most;
  private volatile Counter counter;

  LocalMeter(LocalRateLimiter limiter, String name, List<NamedLimit> limits) {
    this.limiter = limiter;
    this.name = name;
    paces = Pace.of(limits);
    most = limits.stream().mapToLong(limit -> limit.rate().limit()).min().orElseThrow();
    counter = Counter.retired(name);
  }

  @Override
  public LimitOutcome take(long cost, long now) {
    check(cost);
    if (cost == 0) {
      return outcome(true, standing(now), 0, now);
    }
    while (true) {
      Counter held = live();
      ArrivalTime[] before = held.spent();
      ArrivalTime[] after = next(before, cost, now);
      if (after == null) {
        ArrivalTime[] standing = seen(before, now);
        keepUnderTodaysRate(held, before, standing, now);
        return outcome(false, standing, cost, now);
      }
      if (held.replace(before, after)) {
        return outcome(true, after, 0, now);
      }
    }
  }

  @Override
  public LimitOutcome takeAtOnce(long cost, long now) {
    return take(cost, now);
  }

  @Override
  public void giveBack(long cost, long now) {
    check(cost);
    Counter held = limiter.find(name);
    while (!held.isRetired()) {
      ArrivalTime[] before = held.spent();
      ArrivalTime[] after = withOthers(seen(before, now), before, now);
      for (int i = 0; i < paces.length; i++) {
        after[i] = after[i].minus(cost);
      }
      if (held.replace(before, after)) {
        return;
      }
    }
  }

  @Override
  public LimitOutcome look(long cost, long now) {
    check(cost);
    ArrivalTime[] standing = standing(now);
    boolean fits = true;
    for (ArrivalTime arrival : standing) {
      fits &= arrival.plus(cost).isWithin(now);
    }
    return outcome(fits || cost == 0, standing, fits ? 0 : cost, now);
  }

  private LimitOutcome outcome(
      boolean accepted, ArrivalTime[] arrivals, long costDenied, long now) {
    return new GcraOutcome(accepted, arrivals, paces.length, costDenied, now);
  }

  private Counter live() {
    Counter held = counter;
    if (held.isRetired()) {
      held = limiter.counter(name);
      counter = held;
    }
    return held;
  }

  /** A share once scaled to a new rate refills under that rate, be it only denied from then on. */
  private void keepUnderTodaysRate(
      Counter held, ArrivalTime[] before, ArrivalTime[] standing, long now) {
    for (ArrivalTime arrival : before) {
      for (Pace pace : paces) {
        if (arrival.pace().isOf(pace) && !arrival.pace().hasRateOf(pace)) {
          // Whoever was faster has scaled it too, or taken from it.
          held.replace(before, withOthers(standing.clone(), before, now));
          return;
        }
      }
    }
  }

  private ArrivalTime[] standing(long now) {
    return seen(limiter.find(name).spent(), now);
  }

  /** What is spent once the cost is taken, or null where one limit has no room for it. */
  private ArrivalTime @Nullable [] next(ArrivalTime[] before, long cost, long now) {
    ArrivalTime[] after = new ArrivalTime[paces.length];
    for (int i = 0; i < paces.length; i++) {
      after[i] = seen(before, i, now).plus(cost);
      if (!after[i].isWithin(now)) {
        return null;
      }
    }
    return withOthers(after, before, now);
  }

  /** Where the limits of this meter stand, in its order. */
  private ArrivalTime[] seen(ArrivalTime[] spent, long now) {
    ArrivalTime[] seen = new ArrivalTime[paces.length];
    for (int i = 0; i < paces.length; i++) {
      seen[i] = seen(spent, i, now);
    }
    return seen;
  }

  private ArrivalTime seen(ArrivalTime[] spent, int index, long now) {
    Pace pace = paces[index];
    if (index < spent.length && spent[index].pace().isOf(pace)) {
      return spent[index].seen(pace, now);
    }
    for (ArrivalTime arrival : spent) {
      if (arrival.pace().isOf(pace)) {
        return arrival.seen(pace, now);
      }
    }
    return ArrivalTime.full(pace, now);
  }

  /** Adds the limits of the counter that this meter does not name: another one may. */
  private ArrivalTime[] withOthers(ArrivalTime[] mine, ArrivalTime[] before, long now) {
    ArrivalTime[] all = mine;
    for (int i = 0; i < before.length; i++) {
      if ((i >= paces.length || before[i].pace() != paces[i]) && isOther(before[i], now)) {
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = before[i];
      }
    }
    return all;
  }

  private boolean isOther(ArrivalTime arrival, long now) {
    for (Pace pace : paces) {
      if (arrival.pace().isOf(pace)) {
        return false;
      }
    }
    return !arrival.isFull(now);
  }

  private void check(long cost) {
    if (cost < 0 || cost > most) {
      throw new IllegalArgumentException("expected a cost from 0 to " + most + ", got " + cost);
    }
  }
}
