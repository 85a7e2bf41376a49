package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Generated histories of nodes that hold leases, on time that the test moves: the bound of a limit
 * holds to the microsecond, however leases overlap, wait and end.
 */
class LeaseHistoryTest {
  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final String prefix = TestRedis.newPrefix();
  private final MovedTime time = new MovedTime(prefix);
  private final List<RedisRateLimiter> nodes = List.of(node(), node(), node());
  private final List<long[]> accepted = new ArrayList<>();

  private RedisRateLimiter node() {
    return RedisRateLimiter.at(TestRedis.address())
        .keyPrefix(prefix)
        .scripts(time.scripts())
        .timeout(Duration.ofSeconds(5))
        .create(time::nanoTime, () -> 1);
  }

  @AfterEach
  void close() {
    nodes.forEach(RedisRateLimiter::close);
    TestRedis.empty(prefix);
  }

  @Test
  void neverExceedTheLimitInAnySpan() {
    System.out.println("histories from -Dkeybearer.seed=" + seed);
    long leased = 0;
    for (int history = 0; history < 25; history++) {
      RateLimit rate =
          RateLimit.perSeconds(10_000 + random.nextInt(90_000), 1 + random.nextInt(200));
      List<Meter> meters = meters("h" + history, rate);
      long asked = roundTrips();
      accepted.clear();
      for (int burst = 0; burst < 20; burst++) {
        take(meters.get(random.nextInt(meters.size())), 1 + random.nextInt(40));
        pass(rate);
        if (random.nextInt(4) == 0) {
          drain(meters, rate);
        }
      }
      assertBound(rate);
      leased += accepted.size() - (roundTrips() - asked);
    }
    assertThat(leased).as("acceptances without a question of their own").isGreaterThan(1_000);
  }

  private List<Meter> meters(String counter, RateLimit rate) {
    return nodes.stream()
        .map(node -> node.meter(counter, List.of(NamedLimit.own(rate))))
        .toList();
  }

  private long roundTrips() {
    return nodes.stream().mapToLong(RedisRateLimiter::roundTrips).sum();
  }

  private void take(Meter meter, int takes) {
    for (int i = 0; i < takes; i++) {
      long now = time.nanoTime();
      if (meter.take(1, now).accepted()) {
        accepted.add(new long[] {now, 1});
      }
    }
  }

  /** Everything at once: what each node holds, and then all that is left. */
  private void drain(List<Meter> meters, RateLimit rate) {
    long now = time.nanoTime();
    for (Meter meter : meters) {
      while (isAccepted(meter.takeAtOnce(1, now))) {
        accepted.add(new long[] {now, 1});
      }
    }
    for (long cost = rate.limit(); cost > 0; cost /= 2) {
      while (meters.get(random.nextInt(meters.size())).take(cost, now).accepted()) {
        accepted.add(new long[] {now, cost});
      }
    }
  }

  private static boolean isAccepted(@Nullable LimitOutcome outcome) {
    return outcome != null && outcome.accepted();
  }

  /** Nothing, less than a lease's life, about that, or anything up to a tenth of the window. */
  private void pass(RateLimit rate) {
    long micros = rate.windowSeconds() * 1_000_000;
    long life = Math.min(1_000_000, micros / 100);
    long passed = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong(life);
      case 2 -> life * 97 / 100;
      default -> random.nextLong(micros / 10);
    };
    time.pass(Duration.ofNanos(passed * 1000));
  }

  /** In one pass: of all spans that end at an acceptance, the one that held the most over its due. */
  private void assertBound(RateLimit rate) {
    long window = rate.windowSeconds() * 1_000_000;
    long sum = 0;
    long least = Long.MAX_VALUE;
    for (long[] acceptance : accepted) {
      long due = (acceptance[0] - accepted.get(0)[0]) / 1_000 * rate.limit();
      least = Math.min(least, sum * window - due);
      sum += acceptance[1];
      assertThat(sum * window - due - least)
          .as("seed %d: %d of %s accepted", seed, sum, rate)
          .isLessThanOrEqualTo(rate.limit() * window);
    }
  }
}
