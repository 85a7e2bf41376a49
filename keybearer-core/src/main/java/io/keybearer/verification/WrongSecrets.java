package io.keybearer.verification;

import io.keybearer.key.ApiKeyId;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Decides which wrong secrets become rows on their key's page: a few of each key a minute, so that
 * an attack is seen and cannot fill the log.
 */
final class WrongSecrets {
  private static final List<NamedLimit> SAMPLE =
      List.of(NamedLimit.own(RateLimit.perSeconds(10, 60)));

  private final LongSupplier nanoTime;
  private final LocalRateLimiter limiter;

  WrongSecrets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    limiter = new LocalRateLimiter(nanoTime);
  }

  boolean sample(ApiKeyId key) {
    return limiter.meter(key.toString(), SAMPLE).take(1, nanoTime.getAsLong()).accepted();
  }
}
