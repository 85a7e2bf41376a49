package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Generated histories, on time that the test moves. What the limiter of one process answers is exact
 * (it is held to an oracle in big numbers), so the script's answers must be the same; and what
 * Bucket4j answers is somebody else's work.
 */
class RedisHistoryTest {
  private static final String[] NAMES = {"default", "burst", "daily"};
  private static final int NO_LEASES = Integer.MAX_VALUE;

  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final String prefix = TestRedis.newPrefix();
  private final MovedTime time = new MovedTime(prefix);
  private final RedisRateLimiter shared = RedisRateLimiter.at(TestRedis.address())
      .keyPrefix(prefix)
      .timeout(Duration.ofSeconds(5))
      .scripts(time.scripts())
      .create(time::nanoTime, () -> NO_LEASES);

  @AfterEach
  void close() {
    shared.close();
    TestRedis.empty(prefix);
  }

  @Test
  void answersAsTheExactLimiterDoes() {
    System.out.println("histories from -Dkeybearer.seed=" + seed);
    for (int history = 0; history < 40; history++) {
      LocalRateLimiter exact = new LocalRateLimiter(time::nanoTime);
      String counter = "k" + history;
      time.restart();
      List<NamedLimit> limits = limits();
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(40) == 0) {
          // Scaling rounds up to a microsecond, so the exact one begins anew with it.
          counter += "'";
          limits = limits();
        }
        pass(limits);
        compare(shared.meter(counter, limits), exact.meter(counter, limits), limits);
      }
    }
    assertThat(shared.unsharedAnswers()).isZero();
  }

  private void compare(Meter meter, Meter exact, List<NamedLimit> limits) {
    long most = limits.stream().mapToLong(limit -> limit.rate().limit()).min().orElseThrow();
    long cost = random.nextInt(4) == 0 ? random.nextLong(most + 1) : Math.min(most, 1);
    long now = time.nanoTime();
    if (random.nextInt(10) == 0) {
      same(meter.look(cost, now), exact.look(cost, now));
    }
    LimitOutcome outcome = meter.take(cost, now);
    same(outcome, exact.take(cost, now));
    if (outcome.accepted() && random.nextInt(8) == 0) {
      meter.giveBack(cost, now);
      exact.giveBack(cost, now);
    }
  }

  /** The same but for what is less than a microsecond, in which Redis does not count. */
  private void same(LimitOutcome outcome, LimitOutcome exact) {
    assertThat(outcome.accepted()).as("seed %d", seed).isEqualTo(exact.accepted());
    for (int i = 0; i < exact.statuses().size(); i++) {
      LimitStatus told = outcome.statuses().get(i);
      LimitStatus known = exact.statuses().get(i);
      assertThat(told.remaining()).as("seed %d", seed).isEqualTo(known.remaining());
      assertThat(told.name()).isEqualTo(known.name());
      assertRoundedUp(told.reset(), known.reset());
      assertRoundedUp(told.retryAfter(), known.retryAfter());
    }
  }

  private void assertRoundedUp(Duration told, Duration known) {
    assertThat(told.minus(known).toNanos()).as("seed %d", seed).isBetween(0L, 999L);
  }

  @Test
  void decidesAsBucket4jDoes() {
    System.out.println("histories from -Dkeybearer.seed=" + seed);
    for (int history = 0; history < 40; history++) {
      long limit = 1L + random.nextInt(random.nextBoolean() ? 5 : 100_000);
      long window = 1L + random.nextInt(random.nextBoolean() ? 10 : 100_000);
      List<NamedLimit> limits = List.of(NamedLimit.own(RateLimit.perSeconds(limit, window)));
      Bucket bucket = bucket(limit, window);
      time.restart();
      Meter meter = shared.meter("b" + history, limits);
      for (int step = 0; step < 60; step++) {
        pass(limits);
        long cost = random.nextInt(4) == 0 ? 1 + random.nextLong(limit) : 1;
        assertThat(meter.take(cost, time.nanoTime()).accepted())
            .as("seed %d, %d of %d in %d s", seed, cost, limit, window)
            .isEqualTo(bucket.tryConsume(cost));
      }
    }
    assertThat(shared.unsharedAnswers()).isZero();
  }

  private Bucket bucket(long limit, long window) {
    return Bucket.builder()
        .withCustomTimePrecision(new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return time.nanoTime();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        })
        .addLimit(
            bandwidth -> bandwidth.capacity(limit).refillGreedy(limit, Duration.ofSeconds(window)))
        .build();
  }

  private List<NamedLimit> limits() {
    List<NamedLimit> limits = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(NAMES.length); i++) {
      limits.add(new NamedLimit(NAMES[i], RateLimit.perSeconds(number(), number())));
    }
    return limits;
  }

  /** Of every size alike, ends included. */
  private long number() {
    long number = (long) Math.pow(10, random.nextDouble() * 9) + random.nextInt(3);
    return random.nextInt(20) == 0 ? RateLimit.MOST : Math.min(number, RateLimit.MOST);
  }

  /** Nothing, one microsecond, about one token, or anything up to a whole window. */
  private void pass(List<NamedLimit> limits) {
    RateLimit rate = limits.get(random.nextInt(limits.size())).rate();
    long window = rate.windowSeconds() * 1_000_000;
    long token = window / rate.limit();
    long micros = switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> token;
      case 3 -> token + 1;
      case 4 -> random.nextLong(token * 3 + 1);
      default -> random.nextLong(window + 2) / (1 + random.nextInt(3));
    };
    if (time.isInReach(micros)) {
      time.pass(Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1000));
    }
  }
}
