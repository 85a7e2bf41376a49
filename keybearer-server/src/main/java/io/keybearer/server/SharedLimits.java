package io.keybearer.server;

import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.RateLimiter;
import io.keybearer.limit.RateLimiterFactory;
import io.keybearer.limit.redis.RedisRateLimiter;
import io.keybearer.server.settings.Settings;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the engine's limiter, over Redis where the settings name one, and shows it to observers. */
final class SharedLimits implements RateLimiterFactory {
  private final Settings.@Nullable Redis redis;
  private volatile @Nullable RedisRateLimiter made;

  SharedLimits(Settings.@Nullable Redis redis) {
    this.redis = redis;
  }

  @Override
  public RateLimiter create(LongSupplier nanoTime, IntSupplier liveNodes) {
    if (redis == null) {
      return new LocalRateLimiter(nanoTime);
    }
    RedisRateLimiter limiter = RedisRateLimiter.at(redis.address())
        .failurePolicy(redis.failurePolicy())
        .create(nanoTime, liveNodes);
    made = limiter;
    return limiter;
  }

  /** The limiter over Redis, when the engine has one. */
  Optional<RedisRateLimiter> overRedis() {
    return Optional.ofNullable(made);
  }
}
