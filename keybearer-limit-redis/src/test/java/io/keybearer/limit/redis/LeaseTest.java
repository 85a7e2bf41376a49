package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens taken ahead: cheap for a hot counter, and never too many. */
class LeaseTest {
  private final String prefix = TestRedis.newPrefix();
  private final List<RedisRateLimiter> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(RedisRateLimiter::close);
    TestRedis.empty(prefix);
  }

  private List<RedisRateLimiter> nodes(int count) {
    for (int i = 0; i < count; i++) {
      nodes.add(RedisRateLimiter.at(TestRedis.address())
          .keyPrefix(prefix)
          .timeout(Duration.ofSeconds(5))
          .create(System::nanoTime, () -> count));
    }
    return nodes;
  }

  @Test
  void costsARoundTripALeaseAndNotARequest() {
    RedisRateLimiter limiter = nodes(1).get(0);
    Meter meter = limiter.meter("k", own(100_000_000, 3600));
    for (int i = 0; i < 100_000; i++) {
      assertThat(meter.take(1, System.nanoTime()).accepted()).isTrue();
    }
    assertThat(limiter.roundTrips()).isLessThan(2_000);
  }

  @Test
  void answersAtOnceForAHotCounter() {
    RedisRateLimiter limiter = nodes(1).get(0);
    Meter meter = limiter.meter("k", own(100_000_000, 3600));
    warmUp(meter);
    int waits = 0;
    for (int i = 0; i < 100_000; i++) {
      if (meter.takeAtOnce(1, System.nanoTime()) == null) {
        waits++;
        assertThat(meter.take(1, System.nanoTime()).accepted()).isTrue();
      }
    }
    assertThat(waits).isLessThan(5_000);
  }

  @Test
  void neverExceedsTheLimitInAnySpanWithLeasesOnThreeNodes() {
    RateLimit rate = RateLimit.perSeconds(2_000, 1);
    List<RedisRateLimiter> limiters = nodes(3);
    AcceptedHistory history = new AcceptedHistory();
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    Gate.rush(6, caller -> {
      Meter meter = limiters.get(caller % 3).meter("k", List.of(NamedLimit.own(rate)));
      while (System.nanoTime() - end < 0) {
        long called = System.nanoTime();
        if (meter.take(1, called).accepted()) {
          history.accepted(called, System.nanoTime());
        }
      }
    });
    history.assertWithin(rate);
    // Nor are leases so wasteful that the limit is not to be had: a burst and two seconds of it.
    assertThat(history.size()).isGreaterThan(4_000);
    assertThat(limiters).allMatch(limiter -> limiter.unsharedAnswers() == 0);
  }

  @Test
  void neverExceedsTheLimitInAnySpanWhenTheUseComesInBursts() {
    RateLimit rate = RateLimit.perSeconds(1_000, 2);
    List<RedisRateLimiter> limiters = nodes(2);
    AcceptedHistory history = new AcceptedHistory();
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(3).toNanos();
    Gate.rush(4, caller -> {
      Meter meter = limiters.get(caller % 2).meter("k", List.of(NamedLimit.own(rate)));
      for (long called = start; called - end < 0; called = System.nanoTime()) {
        boolean busy = (called - start) / 150_000_000 % 2 == caller % 2;
        if (busy && meter.take(1, called).accepted()) {
          history.accepted(called, System.nanoTime());
        }
      }
    });
    history.assertWithin(rate);
    assertThat(history.size()).isGreaterThan(1_500);
  }

  @Test
  void leasesNothingOfSmallLimits() {
    List<RedisRateLimiter> limiters = nodes(2);
    Meter meter = limiters.get(0).meter("k", own(199, 86_400));
    for (int i = 0; i < 150; i++) {
      assertThat(meter.take(1, System.nanoTime()).accepted()).isTrue();
    }
    assertThat(limiters.get(0).roundTrips()).isEqualTo(150);
    assertThat(remaining(limiters.get(1).meter("k", own(199, 86_400)))).isEqualTo(49);
  }

  @Test
  void leasesNothingToACounterThatIsSeldomUsed() {
    RedisRateLimiter limiter = nodes(1).get(0);
    List<NamedLimit> limits = own(1_000, 86_400);
    for (int i = 0; i < 20; i++) {
      // Each through its own counter: the first use of a counter is never a lease.
      assertThat(limiter.meter("k" + i, limits).take(1, System.nanoTime()).accepted())
          .isTrue();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(remaining(limiter.meter("k" + i, limits))).isEqualTo(999);
    }
  }

  @Test
  void leavesAllOfALimitToBeSpent() {
    List<RedisRateLimiter> limiters = nodes(2);
    int accepted = 0;
    boolean more = true;
    while (more) {
      more = false;
      for (RedisRateLimiter limiter : limiters) {
        if (limiter.meter("k", own(5_000, 86_400)).take(1, System.nanoTime()).accepted()) {
          accepted++;
          more = true;
        }
      }
    }
    // But for what a lease is charged for its life, a second of the day, and what flowed in.
    assertThat(accepted).isBetween(4_950, 5_001);
  }

  private static void warmUp(Meter meter) {
    for (int i = 0; i < 1_000; i++) {
      assertThat(meter.take(1, System.nanoTime()).accepted()).isTrue();
    }
  }

  private static long remaining(Meter meter) {
    LimitStatus status = meter.look(0, System.nanoTime()).statuses().get(0);
    return status.remaining();
  }

  private static List<NamedLimit> own(long limit, long windowSeconds) {
    return List.of(NamedLimit.own(RateLimit.perSeconds(limit, windowSeconds)));
  }
}
