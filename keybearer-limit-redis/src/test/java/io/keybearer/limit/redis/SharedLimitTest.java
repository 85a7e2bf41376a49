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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes over one Redis, by its own clock. */
class SharedLimitTest {
  private static final List<NamedLimit> TEN_A_DAY =
      List.of(NamedLimit.own(RateLimit.perSeconds(10, 86_400)));

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

  private static LimitOutcome take(Meter meter, long cost) {
    return meter.take(cost, System.nanoTime());
  }

  @Test
  void acceptsExactlyTheLimitOfAThousandCallersOnOneNode() {
    assertExactlyTen(1);
  }

  @Test
  void acceptsExactlyTheLimitOfAThousandCallersOnThreeNodes() {
    assertExactlyTen(3);
  }

  private void assertExactlyTen(int count) {
    List<RedisRateLimiter> limiters = nodes(count);
    AtomicInteger accepted = new AtomicInteger();
    Gate.rush(1000, caller -> {
      Meter meter = limiters.get(caller % count).meter("k", TEN_A_DAY);
      if (take(meter, 1).accepted()) {
        accepted.incrementAndGet();
      }
    });
    assertThat(accepted).hasValue(10);
    assertThat(limiters).allMatch(limiter -> limiter.unsharedAnswers() == 0);
    // All who wait for one counter share a question: far fewer than callers.
    assertThat(limiters.stream().mapToLong(RedisRateLimiter::roundTrips).sum()).isLessThan(200);
  }

  @Test
  void neverAcceptsMoreThanTheLimitOfCallersWithDifferentCosts() {
    List<RedisRateLimiter> limiters = nodes(3);
    AtomicInteger spent = new AtomicInteger();
    List<NamedLimit> limits = List.of(NamedLimit.own(RateLimit.perSeconds(100, 86_400)));
    Gate.rush(300, caller -> {
      int cost = 1 + caller % 7;
      if (take(limiters.get(caller % 3).meter("k", limits), cost).accepted()) {
        spent.addAndGet(cost);
      }
    });
    // Whoever wants one finds it, until nothing is left.
    assertThat(spent.get()).isBetween(94, 100);
  }

  @Test
  void tellsEveryNodeWhereTheLimitStands() {
    List<RedisRateLimiter> limiters = nodes(2);
    assertThat(take(limiters.get(0).meter("k", TEN_A_DAY), 7).accepted()).isTrue();

    LimitStatus seen = limiters
        .get(1)
        .meter("k", TEN_A_DAY)
        .look(1, System.nanoTime())
        .statuses()
        .get(0);
    assertThat(seen.remaining()).isEqualTo(3);
    assertThat(seen.reset()).isBetween(Duration.ofMinutes(1000), Duration.ofMinutes(1008));
    LimitOutcome denied = take(limiters.get(1).meter("k", TEN_A_DAY), 4);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.retryAfter()).isBetween(Duration.ofMinutes(140), Duration.ofMinutes(144));
  }

  @Test
  void asksRedisOnceForDenialsThatCannotChangeSoon() {
    RedisRateLimiter limiter = nodes(1).get(0);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(take(meter, 10).accepted()).isTrue();
    long before = limiter.roundTrips();
    long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(take(meter, 1).accepted()).isFalse();
    }
    assertThat(limiter.roundTrips() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void takesNothingWhenItMayNotWait() {
    RedisRateLimiter limiter = nodes(1).get(0);
    Meter meter = limiter.meter("k", TEN_A_DAY);
    assertThat(meter.takeAtOnce(1, System.nanoTime())).isNull();
    assertThat(meter.takeAtOnce(0, System.nanoTime())).isNull();
    assertThat(limiter.roundTrips()).isZero();
    assertThat(take(meter, 10).accepted()).isTrue();
    assertThat(meter.takeAtOnce(1, System.nanoTime()))
        .isNotNull()
        .returns(false, LimitOutcome::accepted);
  }

  @Test
  void keepsTheLimitsOfOneCounterTogetherAndOthersApart() {
    RedisRateLimiter limiter = nodes(1).get(0);
    List<NamedLimit> limits = List.of(
        NamedLimit.own(RateLimit.perSeconds(10, 3600)),
        NamedLimit.further("burst", RateLimit.perSeconds(5, 60)));
    for (String counter : List.of("0190b3f2", "", "{", "}", "{}", "a}:default", "%7D")) {
      assertThat(take(limiter.meter(counter, limits), 5).accepted()).as(counter).isTrue();
    }
    assertThat(TestRedis.keys(prefix))
        .containsExactlyInAnyOrder(
            prefix + "{0190b3f2}:default",
            prefix + "{0190b3f2}:burst",
            prefix + "{%}:default",
            prefix + "{%}:burst",
            prefix + "{%7B}:default",
            prefix + "{%7B}:burst",
            prefix + "{%7D}:default",
            prefix + "{%7D}:burst",
            prefix + "{%7B%7D}:default",
            prefix + "{%7B%7D}:burst",
            prefix + "{a%7D:default}:default",
            prefix + "{a%7D:default}:burst",
            prefix + "{%257D}:default",
            prefix + "{%257D}:burst");
  }

  @Test
  void letsRedisForgetALimitOnceItIsFull() {
    Meter meter = nodes(1).get(0).meter("k", TEN_A_DAY);
    take(meter, 1);
    assertThat(TestRedis.commands().pttl(prefix + "{k}:default")).isBetween(8_630_000L, 8_640_002L);
    take(meter, 9);
    assertThat(TestRedis.commands().pttl(prefix + "{k}:default"))
        .isBetween(86_390_000L, 86_400_002L);
    meter.giveBack(9, System.nanoTime());
    meter.look(0, System.nanoTime());
    assertThat(TestRedis.commands().pttl(prefix + "{k}:default")).isBetween(8_620_000L, 8_640_002L);
    meter.giveBack(1, System.nanoTime());
    meter.look(0, System.nanoTime());
    // Less what has flowed in since it was taken.
    assertThat(TestRedis.commands().pttl(prefix + "{k}:default")).isLessThan(10_000);
  }

  @Test
  void countsOnWhenRedisHasForgottenTheScripts() {
    Meter meter = nodes(1).get(0).meter("k", TEN_A_DAY);
    assertThat(take(meter, 6).accepted()).isTrue();
    TestRedis.commands().scriptFlush();
    assertThat(take(meter, 5).accepted()).isFalse();
    TestRedis.commands().scriptFlush();
    meter.giveBack(1, System.nanoTime());
    assertThat(meter.look(5, System.nanoTime()).statuses())
        .extracting(LimitStatus::limit)
        .containsExactly(10L);
    assertThat(nodes).allMatch(RedisRateLimiter::isShared);
  }

  @Test
  void beginsLimitsAnewWhenRedisWasEmptied() {
    Meter meter = nodes(1).get(0).meter("k", TEN_A_DAY);
    assertThat(take(meter, 10).accepted()).isTrue();
    TestRedis.empty(prefix);
    assertThat(meter.look(10, System.nanoTime()).accepted()).isTrue();
    // Within the second in which this node still goes by what it heard last.
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> take(meter, 10).accepted());
  }

  @Test
  void readsNothingButItsOwnForm() {
    Meter meter = nodes(1).get(0).meter("k", TEN_A_DAY);
    String key = prefix + "{k}:default";
    for (String foreign : List.of(
        "",
        "x",
        "1 2 3",
        "9999999999999999999 0 10 86400 5",
        "-1 0 0 0",
        "9999999999999999 0 10 0",
        "9999999999999999 0 0 60")) {
      TestRedis.commands().set(key, foreign);
      assertThat(meter.look(10, System.nanoTime()).accepted()).as(foreign).isTrue();
    }
    TestRedis.commands().del(key);
    TestRedis.commands().lpush(key, "a list");
    assertThat(take(meter, 10).accepted()).isTrue();
    assertThat(TestRedis.commands().type(key)).isEqualTo("string");
  }

  @Test
  void forgetsCountersThatAreNotUsed() {
    RedisRateLimiter limiter = nodes(1).get(0);
    long now = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      limiter.meter("k" + i, TEN_A_DAY).takeAtOnce(1, now);
    }
    assertThat(limiter.counters()).isEqualTo(100);
    long later = now + Duration.ofSeconds(10).toNanos();
    for (int i = 0; i < 100; i++) {
      limiter.meter("l" + i, TEN_A_DAY).takeAtOnce(1, later);
    }
    assertThat(limiter.counters()).isLessThanOrEqualTo(100);
  }
}
