package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis's clock is a wall clock, which somebody may set, and its numbers are doubles. */
class ClockOfRedisTest {
  private static final List<NamedLimit> TEN_A_MINUTE = own(10, 60);

  private final String prefix = TestRedis.newPrefix();
  private final MovedTime time = new MovedTime(prefix);
  private final RedisRateLimiter limiter = RedisRateLimiter.at(TestRedis.address())
      .keyPrefix(prefix)
      .timeout(Duration.ofSeconds(5))
      .scripts(time.scripts())
      .create(time::nanoTime, () -> 1);

  @AfterEach
  void close() {
    limiter.close();
    TestRedis.empty(prefix);
  }

  @Test
  void freezesNoWindowWhenTheClockIsSetBack() {
    for (Duration back :
        List.of(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(365))) {
      Meter meter = limiter.meter("back " + back, TEN_A_MINUTE);
      assertThat(take(meter, 10)).isTrue();
      time.turnRedis(back.negated());
      forgetWhatIsKnownHere();
      assertThat(take(meter, 1)).isFalse();
      time.pass(Duration.ofSeconds(6));
      assertThat(take(meter, 1)).isTrue();
      assertThat(take(meter, 1)).isFalse();
      time.pass(Duration.ofSeconds(60));
      assertThat(take(meter, 10)).isTrue();
    }
  }

  @Test
  void refillsToTheLimitAndNotBeyondWhenTheClockIsSetForward() {
    for (Duration forward : List.of(Duration.ofHours(1), Duration.ofDays(365))) {
      Meter meter = limiter.meter("forward " + forward, TEN_A_MINUTE);
      assertThat(take(meter, 10)).isTrue();
      time.turnRedis(forward);
      forgetWhatIsKnownHere();
      assertThat(take(meter, 10)).isTrue();
      assertThat(take(meter, 1)).isFalse();
    }
  }

  @Test
  void keepsTheSpentShareToTheMicrosecondWhenGreatRatesChange() {
    long most = RateLimit.MOST;
    long[][] rates = {{most, most}, {1, most}, {most, 1}, {999_999_937, 999_999_929}, {3, 7}};
    for (long[] from : rates) {
      for (long[] to : rates) {
        String counter = from[0] + "/" + from[1] + " to " + to[0] + "/" + to[1];
        assertThat(take(limiter.meter(counter, own(from[0], from[1])), (from[0] + 1) / 2))
            .isTrue();
        LimitStatus before = status(counter, own(from[0], from[1]));
        LimitStatus after = status(counter, own(to[0], to[1]));
        double share = before.reset().toNanos() / (double) before.window().toNanos();
        double kept = after.reset().toNanos() / (double) after.window().toNanos();
        // Two microseconds of either window, and what doubles make of the shares here.
        assertThat(kept - share)
            .as(counter)
            .isBetween(-1e-12 - 2e-6 / from[1], 1e-12 + 2e-6 / to[1] + 2e-6 / from[1]);
      }
    }
  }

  private LimitStatus status(String counter, List<NamedLimit> limits) {
    return limiter.meter(counter, limits).look(0, time.nanoTime()).statuses().get(0);
  }

  private void forgetWhatIsKnownHere() {
    time.passHere(Duration.ofSeconds(2));
  }

  private boolean take(Meter meter, long cost) {
    return meter.take(cost, time.nanoTime()).accepted();
  }

  private static List<NamedLimit> own(long limit, long windowSeconds) {
    return List.of(NamedLimit.own(RateLimit.perSeconds(limit, windowSeconds)));
  }
}
