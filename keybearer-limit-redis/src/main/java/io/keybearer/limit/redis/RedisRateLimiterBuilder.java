package io.keybearer.limit.redis;

import io.keybearer.limit.RateLimiterFactory;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Gathers what a limiter over Redis is made of, and makes it for an engine. Everything but the
 * address has a default. For one thread.
 */
public final class RedisRateLimiterBuilder implements RateLimiterFactory {
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(5);

  final RedisAddress address;
  FailurePolicy failurePolicy = FailurePolicy.LOCAL;
  Duration timeout = Duration.ofMillis(150);
  String keyPrefix = "keybearer:limit:";
  Scripts scripts = Scripts.byTheClockOfRedis();

  RedisRateLimiterBuilder(RedisAddress address) {
    this.address = address;
  }

  /** What becomes of limits while Redis does not answer; {@link FailurePolicy#LOCAL} unless told. */
  public RedisRateLimiterBuilder failurePolicy(FailurePolicy value) {
    failurePolicy = value;
    return this;
  }

  /**
   * How long Redis may take to answer before it counts as lost, 10 ms to 5 s; 150 ms unless told. A
   * request waits for two answers at most.
   */
  public RedisRateLimiterBuilder timeout(Duration value) {
    if (value.compareTo(LEAST_TIMEOUT) < 0 || value.compareTo(MOST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "expected a timeout from " + LEAST_TIMEOUT + " to " + MOST_TIMEOUT);
    }
    timeout = value;
    return this;
  }

  /** What the names of all keys in Redis begin with; {@code keybearer:limit:} unless told. */
  public RedisRateLimiterBuilder keyPrefix(String value) {
    keyPrefix = value;
    return this;
  }

  /** Instead of the scripts that go by the clock of Redis; for tests. */
  RedisRateLimiterBuilder scripts(Scripts value) {
    scripts = value;
    return this;
  }

  /**
   * Makes the limiter and connects it. Waits two seconds for Redis at most; without it, the limiter
   * begins under its failure policy and goes on trying.
   */
  @Override
  public RedisRateLimiter create(LongSupplier nanoTime, IntSupplier liveNodes) {
    RedisRateLimiter limiter = new RedisRateLimiter(this, nanoTime, liveNodes);
    limiter.start();
    return limiter;
  }
}
