package io.keybearer.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one counter has spent of its limits. Limits that are full are not in it.
 *
 * @param spent the limits that are not full, each name once
 */
record Counter(List<ArrivalTime> spent) {
  static final Counter NONE = new Counter(List.of());

  Counter {
    spent = List.copyOf(spent);
  }

  /** Where a limit stands now, under the rate it has today. */
  ArrivalTime seen(NamedLimit limit, long now) {
    for (ArrivalTime arrival : spent) {
      if (arrival.limit().name().equals(limit.name())) {
        return arrival.seen(limit, now);
      }
    }
    return ArrivalTime.full(limit, now);
  }

  /**
   * The same with some limits changed, or null when all are full. Limits that are not among the
   * changed stay: the next request may ask for them again.
   */
  @Nullable
  Counter with(List<ArrivalTime> changed, long now) {
    List<ArrivalTime> next = new ArrayList<>(changed.size());
    for (ArrivalTime arrival : changed) {
      if (!arrival.isFull(now)) {
        next.add(arrival);
      }
    }
    for (ArrivalTime arrival : spent) {
      if (!arrival.isFull(now) && !names(changed, arrival.limit().name())) {
        next.add(arrival);
      }
    }
    return next.isEmpty() ? null : new Counter(next);
  }

  /** How long until the last limit is full, rounded up, at least 1. */
  long nanosUntilFull(long now) {
    long longest = 1;
    for (ArrivalTime arrival : spent) {
      longest = Math.max(longest, arrival.nanos() - now + 1);
    }
    return longest;
  }

  private static boolean names(List<ArrivalTime> arrivals, String name) {
    for (ArrivalTime arrival : arrivals) {
      if (arrival.limit().name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
