package io.keybearer.limit;

import java.util.List;

/**
 * Keeps counters under limits. Implementations are safe for concurrent use.
 *
 * <p>A counter is a name, such as the id of a key; a key and its successor share one. Under one
 * counter each limit is known by its name. When a limit's rate differs from that of the last call,
 * the share of it that is spent stays what it was: half spent is half spent under the new rate too.
 */
public interface RateLimiter extends AutoCloseable {
  /**
   * The counter of this name under these limits. Costs nothing by itself and may be held on to for
   * as long as the limits stay what they are; any number of meters of one counter count as one.
   *
   * @param counter whose limits
   * @param limits the limits, each name once; none is always accepted
   * @throws IllegalArgumentException when a name is there twice
   */
  Meter meter(String counter, List<NamedLimit> limits);

  /** Ends the threads and connections of the limiter. */
  @Override
  default void close() {}

  /**
   * Checks the limits of a meter; for implementations.
   *
   * @throws IllegalArgumentException when a name is there twice
   */
  static void check(List<NamedLimit> limits) {
    for (int i = 0; i < limits.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (limits.get(i).name().equals(limits.get(j).name())) {
          throw new IllegalArgumentException(
              "the limit " + limits.get(i).name() + " is there twice");
        }
      }
    }
  }
}
