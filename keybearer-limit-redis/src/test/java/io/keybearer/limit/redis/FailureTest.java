package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Redis is cut off, held up, stopped, or refuses to write. */
class FailureTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final List<NamedLimit> TEN_A_DAY = own(10, 86_400);

  private final String prefix = TestRedis.newPrefix();
  private final TcpProxy proxy =
      new TcpProxy(TestRedis.address().host(), TestRedis.address().port());
  private final List<RedisRateLimiter> limiters = new ArrayList<>();

  @AfterEach
  void close() {
    limiters.forEach(RedisRateLimiter::close);
    proxy.close();
    TestRedis.empty(prefix);
  }

  private RedisRateLimiter limiter(FailurePolicy policy, int nodes) {
    return limiter(RedisAddress.parse("redis://127.0.0.1:" + proxy.port()), policy, nodes);
  }

  private RedisRateLimiter limiter(RedisAddress address, FailurePolicy policy, int nodes) {
    RedisRateLimiter limiter = RedisRateLimiter.at(address)
        .keyPrefix(prefix)
        .timeout(TIMEOUT)
        .failurePolicy(policy)
        .create(System::nanoTime, () -> nodes);
    limiters.add(limiter);
    return limiter;
  }

  @Test
  void countsForItselfItsShareOfTheLimit() {
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 3);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(take(meter, 10).accepted()).isTrue();
    proxy.cut();
    awaitShared(limiter, false);

    assertThat(accepted(meter, 20)).isEqualTo(3);
    LimitStatus status = take(meter, 1).statuses().get(0);
    assertThat(status.limit()).isEqualTo(3);
    assertThat(status.remaining()).isZero();
    assertThat(limiter.unsharedAnswers()).isEqualTo(21);
  }

  @Test
  void leavesAtLeastOneOfALimitToEveryNode() {
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 30);
    proxy.cut();
    awaitShared(limiter, false);
    assertThat(accepted(limiter.meter("k", TEN_A_DAY), 5)).isEqualTo(1);
  }

  @Test
  void deniesCostsThatAreAboveTheShareUntilLimitsAreSharedAgain() {
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 3);
    proxy.cut();
    awaitShared(limiter, false);
    Meter meter = limiter.meter("k", TEN_A_DAY);

    LimitOutcome denied = take(meter, 4);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(meter.look(4, System.nanoTime()).accepted()).isFalse();
    assertThat(take(meter, 3).accepted()).isTrue();
    meter.giveBack(3, System.nanoTime());
    assertThat(take(meter, 3).accepted()).isTrue();
  }

  @Test
  void deniesWhatHasALimit() {
    RedisRateLimiter limiter = limiter(FailurePolicy.DENY, 3);
    proxy.cut();
    awaitShared(limiter, false);
    Meter meter = limiter.meter("k", TEN_A_DAY);

    LimitOutcome denied = take(meter, 1);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(meter.look(1, System.nanoTime()).accepted()).isFalse();
    assertThat(take(meter, 0).accepted()).isTrue();
    assertThat(take(limiter.meter("k", List.of()), 1).accepted()).isTrue();
  }

  @Test
  void acceptsEverything() {
    RedisRateLimiter limiter = limiter(FailurePolicy.ALLOW, 3);
    proxy.cut();
    awaitShared(limiter, false);
    Meter meter = limiter.meter("k", TEN_A_DAY);

    assertThat(accepted(meter, 100)).isEqualTo(100);
    assertThat(meter.look(10, System.nanoTime()).accepted()).isTrue();
    meter.giveBack(1, System.nanoTime());
  }

  @Test
  void goesOnWhereRedisIsOnceItAnswersAgain() {
    RedisRateLimiter limiter = limiter(FailurePolicy.ALLOW, 1);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(take(meter, 8).accepted()).isTrue();
    proxy.cut();
    awaitShared(limiter, false);
    assertThat(accepted(meter, 100)).isEqualTo(100);
    proxy.restore();
    awaitShared(limiter, true);

    assertThat(accepted(meter, 5)).isEqualTo(2);
  }

  @Test
  void waitsForTheTimeoutAndNoLongerWhenRedisIsHeldUp() {
    RedisRateLimiter limiter = limiter(FailurePolicy.ALLOW, 1);
    take(limiter.meter("warm", TEN_A_DAY), 1);
    proxy.stall();
    AtomicLong longest = new AtomicLong();
    AtomicInteger accepted = new AtomicInteger();
    Gate.rush(100, caller -> {
      long start = System.nanoTime();
      if (take(limiter.meter("k" + caller % 10, TEN_A_DAY), 1).accepted()) {
        accepted.incrementAndGet();
      }
      longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    });
    assertThat(accepted).hasValue(100);
    // Two answers at most, and what a hundred threads take on a busy machine.
    assertThat(Duration.ofNanos(longest.get())).isLessThan(TIMEOUT.multipliedBy(5));
    assertThat(limiter.isShared()).isFalse();
  }

  @Test
  void asksNothingOfARedisThatIsKnownToBeHeldUp() {
    RedisRateLimiter limiter = limiter(FailurePolicy.DENY, 1);
    proxy.stall();
    Meter meter = limiter.meter("k", TEN_A_DAY);
    take(meter, 1);
    assertThat(limiter.isShared()).isFalse();
    long asked = limiter.roundTrips();
    long start = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      take(limiter.meter("k" + i, TEN_A_DAY), 1);
      assertThat(meter.takeAtOnce(1, System.nanoTime())).isNotNull();
    }
    assertThat(limiter.roundTrips()).isEqualTo(asked);
    // Each by itself would have waited for the timeout.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(30));
    proxy.restore();
    awaitShared(limiter, true);
  }

  @Test
  void noticesTheLossOfAConnectionThatNobodyUses() {
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 1);
    long asked = limiter.roundTrips();
    for (int i = 0; i < 3; i++) {
      proxy.cut();
      awaitShared(limiter, false);
      proxy.restore();
      awaitShared(limiter, true);
    }
    assertThat(limiter.roundTrips()).isEqualTo(asked);
  }

  @Test
  void beginsWithoutRedisAndFindsItLater() {
    proxy.cut();
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 2);
    assertThat(limiter.isShared()).isFalse();
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(accepted(meter, 10)).isEqualTo(5);
    proxy.restore();
    awaitShared(limiter, true);
    assertThat(accepted(meter, 20)).isEqualTo(10);
  }

  @Test
  void handsOutNoShareTwiceWhenRedisComesAndGoes() {
    RedisRateLimiter limiter = limiter(FailurePolicy.LOCAL, 2);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    int accepted = accepted(meter, 20);
    for (int i = 0; i < 3; i++) {
      proxy.cut();
      awaitShared(limiter, false);
      accepted += accepted(meter, 20);
      proxy.restore();
      awaitShared(limiter, true);
      accepted += accepted(meter, 20);
    }
    assertThat(accepted).isEqualTo(15);
  }

  @Test
  void livesThroughTheEndOfRedisAndItsReturn() {
    int port = TestRedis.freePort();
    RedisServer first = TestRedis.server(port);
    TestRedis.start(first);
    RedisRateLimiter limiter =
        limiter(RedisAddress.parse("redis://127.0.0.1:" + port), FailurePolicy.LOCAL, 2);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(accepted(meter, 20)).isEqualTo(10);
    TestRedis.stop(first);
    awaitShared(limiter, false);
    assertThat(accepted(meter, 20)).isEqualTo(5);

    RedisServer second = TestRedis.server(port);
    TestRedis.start(second);
    try {
      awaitShared(limiter, true);
      // It came back empty: the limit begins anew, once.
      Awaitility.await().until(() -> take(meter, 1).accepted());
      assertThat(accepted(meter, 20)).isEqualTo(9);
    } finally {
      TestRedis.stop(second);
    }
  }

  @Test
  void takesARedisThatCannotWriteForOneThatIsLost() {
    int port = TestRedis.freePort();
    RedisServer full = TestRedis.server(port, "maxmemory 1", "maxmemory-policy noeviction");
    TestRedis.start(full);
    try {
      RedisRateLimiter limiter =
          limiter(RedisAddress.parse("redis://127.0.0.1:" + port), FailurePolicy.DENY, 1);
      assertThat(limiter.isShared()).isFalse();
      assertThat(take(limiter.meter("k", TEN_A_DAY), 1).accepted()).isFalse();
    } finally {
      TestRedis.stop(full);
    }
  }

  private static void awaitShared(RedisRateLimiter limiter, boolean shared) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> limiter.isShared() == shared);
  }

  private static int accepted(Meter meter, int takes) {
    int accepted = 0;
    for (int i = 0; i < takes; i++) {
      accepted += take(meter, 1).accepted() ? 1 : 0;
    }
    return accepted;
  }

  private static LimitOutcome take(Meter meter, long cost) {
    return meter.take(cost, System.nanoTime());
  }

  private static List<NamedLimit> own(long limit, long windowSeconds) {
    return List.of(NamedLimit.own(RateLimit.perSeconds(limit, windowSeconds)));
  }
}
