package io.keybearer.limit.redis;

import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.RateLimiter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The limiter of one process keeps the same contract. */
class LocalRateLimiterContractTest extends RateLimiterContract {
  private final AtomicLong now = new AtomicLong(123_456_789L);
  private final RateLimiter limiter = new LocalRateLimiter(now::get);

  @Override
  RateLimiter limiter() {
    return limiter;
  }

  @Override
  long now() {
    return now.get();
  }

  @Override
  void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }
}
