package io.keybearer.limit;

import org.jspecify.annotations.Nullable;

/**
 * One counter under its limits. Takes from all of them or from none. Safe for concurrent use.
 *
 * <p>Every method takes {@code now}, the monotonic time in nanoseconds by the clock that the limiter
 * was made with, read by the caller for this call; a limiter that goes by the time of another
 * machine uses it only for what it keeps here.
 */
public interface Meter {
  /** The meter of a counter without limits: it accepts everything. */
  Meter UNLIMITED = new Unlimited();

  /**
   * Takes a cost from all limits, or, when one of them has no room for it, from none. May wait for
   * another machine.
   *
   * @param cost how much; 0 takes nothing, is always accepted and tells where the limits stand
   * @throws IllegalArgumentException when the cost is negative or above the smallest limit
   */
  LimitOutcome take(long cost, long now);

  /**
   * Does what {@link #take} does, where that is possible without waiting; otherwise takes nothing
   * and returns null.
   *
   * @throws IllegalArgumentException as {@link #take} does
   */
  @Nullable
  LimitOutcome takeAtOnce(long cost, long now);

  /**
   * Gives back a cost that was taken a moment ago, never beyond full: for an acceptance that
   * something else then refused. Does not wait.
   *
   * @throws IllegalArgumentException as {@link #take} does
   */
  void giveBack(long cost, long now);

  /**
   * Answers what {@link #take} would, and takes nothing: the statuses are those of now. May wait for
   * another machine.
   *
   * @throws IllegalArgumentException as {@link #take} does
   */
  LimitOutcome look(long cost, long now);
}
