package io.keybearer.limit;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Makes the limiter of one engine. */
@FunctionalInterface
public interface RateLimiterFactory {
  /**
   * Makes it; the engine closes it at its end.
   *
   * @param nanoTime the monotonic clock whose readings the engine hands to the meters
   * @param liveNodes how many engines share the store now, this one included, at least 1; cheap
   */
  RateLimiter create(LongSupplier nanoTime, IntSupplier liveNodes);
}
