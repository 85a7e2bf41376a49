package io.keybearer.limit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An answer worked out here; what it says of each limit is put in words only when asked for. */
final class GcraOutcome implements LimitOutcome {
  private final boolean accepted;
  private final ArrivalTime[] arrivals;
  private final int limits;
  private final long costDenied;
  private final long now;

  /**
   * Takes what it speaks of; nobody may write to the array any more.
   *
   * @param arrivals the limits asked for, in their order, and maybe others after them
   * @param limits how many were asked for
   */
  GcraOutcome(boolean accepted, ArrivalTime[] arrivals, int limits, long costDenied, long now) {
    this.accepted = accepted;
    this.arrivals = arrivals;
    this.limits = limits;
    this.costDenied = costDenied;
    this.now = now;
  }

  @Override
  public boolean accepted() {
    return accepted;
  }

  @Override
  public List<LimitStatus> statuses() {
    if (limits == 1) {
      return List.of(arrivals[0].status(now, costDenied));
    }
    List<LimitStatus> statuses = new ArrayList<>(limits);
    for (int i = 0; i < limits; i++) {
      statuses.add(arrivals[i].status(now, costDenied));
    }
    return Collections.unmodifiableList(statuses);
  }
}
