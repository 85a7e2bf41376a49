package io.keybearer.limit;

import java.util.List;

/**
 * Decides whether counters have room under their limits. Implementations are thread-safe and know
 * their own, monotonic, time.
 *
 * <p>A counter is a name, such as the id of a key; a key and its successor share one. Under one
 * counter each limit is known by its name. When a limit's rate differs from that of the last call,
 * the share of it that is spent stays what it was: half spent is half spent under the new rate too.
 */
public interface RateLimiter {
  /**
   * Takes a cost from all limits, or, when one of them has no room for it, from none.
   *
   * @param counter whose limits
   * @param limits the limits, each name once; none is always accepted
   * @param cost how much; 0 takes nothing, is always accepted and tells where the limits stand
   * @throws IllegalArgumentException when the cost is negative or above the smallest limit, or a
   *     name is there twice
   */
  LimitOutcome acquire(String counter, List<NamedLimit> limits, long cost);

  /**
   * Gives a cost back to all limits, never beyond full: for an acceptance that something else then
   * refused.
   *
   * @throws IllegalArgumentException as {@link #acquire} does
   */
  void refund(String counter, List<NamedLimit> limits, long cost);

  /**
   * Answers what {@link #acquire} would, and takes nothing: the statuses are those of now.
   *
   * @throws IllegalArgumentException as {@link #acquire} does
   */
  LimitOutcome peek(String counter, List<NamedLimit> limits, long cost);

  /**
   * Checks the arguments that all methods share; for implementations.
   *
   * @throws IllegalArgumentException when the cost is negative or above the smallest limit, or a
   *     name is there twice
   */
  static void check(List<NamedLimit> limits, long cost) {
    if (cost < 0) {
      throw new IllegalArgumentException("expected a cost of at least 0, got " + cost);
    }
    for (int i = 0; i < limits.size(); i++) {
      NamedLimit limit = limits.get(i);
      if (cost > limit.rate().limit()) {
        throw new IllegalArgumentException(
            "expected a cost of at most " + limit.rate().limit() + ", got " + cost);
      }
      for (int j = 0; j < i; j++) {
        if (limit.name().equals(limits.get(j).name())) {
          throw new IllegalArgumentException("the limit " + limit.name() + " is there twice");
        }
      }
    }
  }
}
