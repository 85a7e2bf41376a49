package io.keybearer.limit.redis;

import io.keybearer.limit.RateLimiter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class RedisRateLimiterContractTest extends RateLimiterContract {
  /** So many that no limit is large enough for leases, whose end is not exact to the token. */
  private static final int NODES = 1_000_000_001;

  private final String prefix = TestRedis.newPrefix();
  private final MovedTime time = new MovedTime(prefix);
  private final RedisRateLimiter limiter = RedisRateLimiter.at(TestRedis.address())
      .keyPrefix(prefix)
      .timeout(Duration.ofSeconds(5))
      .scripts(time.scripts())
      .create(time::nanoTime, () -> NODES);

  @AfterEach
  void close() {
    limiter.close();
    TestRedis.empty(prefix);
  }

  @Override
  RateLimiter limiter() {
    return limiter;
  }

  @Override
  long now() {
    return time.nanoTime();
  }

  @Override
  void pass(Duration duration) {
    time.pass(duration);
  }
}
