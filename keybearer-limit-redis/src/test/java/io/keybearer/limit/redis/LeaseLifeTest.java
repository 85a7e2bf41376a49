package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One lease from its beginning to its end, on time that the test moves. */
class LeaseLifeTest {
  /** A token is a tenth of a second, and a lease lives for a second. */
  private static final List<NamedLimit> LIMITS =
      List.of(NamedLimit.own(RateLimit.perSeconds(1_000, 100)));

  private final String prefix = TestRedis.newPrefix();
  private final MovedTime time = new MovedTime(prefix);
  private final RedisRateLimiter node = node();
  private final RedisRateLimiter other = node();
  private final Meter meter = node.meter("k", LIMITS);

  private RedisRateLimiter node() {
    return RedisRateLimiter.at(TestRedis.address())
        .keyPrefix(prefix)
        .timeout(Duration.ofSeconds(5))
        .scripts(time.scripts())
        .create(time::nanoTime, () -> 1);
  }

  @AfterEach
  void close() {
    node.close();
    other.close();
    TestRedis.empty(prefix);
  }

  /** The first two uses in a row, of which the second leases two tokens. */
  private void lease() {
    assertThat(meter.take(1, time.nanoTime()).accepted()).isTrue();
    assertThat(seenByOther().reset()).isEqualTo(Duration.ofMillis(100));
    assertThat(meter.take(1, time.nanoTime()).accepted()).isTrue();
  }

  @Test
  void isChargedAsIfSpentAtItsEnd() {
    lease();
    // Not 0.4 s: the two tokens are behind the second that the lease lives.
    assertThat(seenByOther().reset()).isEqualTo(Duration.ofMillis(1200));
    assertThat(seenByOther().remaining()).isEqualTo(988);
  }

  @Test
  void isSpentWithoutAskingAndShowsItsRest() {
    lease();
    assertThat(node.roundTrips()).isEqualTo(2);
    LimitOutcome spent = Objects.requireNonNull(meter.takeAtOnce(1, time.nanoTime()));
    assertThat(spent.accepted()).isTrue();
    assertThat(spent.statuses())
        .containsExactly(new LimitStatus(
            "default",
            1_000,
            Duration.ofSeconds(100),
            989,
            Duration.ofMillis(1200),
            Duration.ZERO));
  }

  @Test
  void canBeSpentUpToItsEndAndNotAfter() {
    lease();
    time.pass(Duration.ofMillis(979));
    assertThat(meter.takeAtOnce(1, time.nanoTime())).isNotNull();
    time.pass(Duration.ofMillis(1));
    assertThat(meter.takeAtOnce(1, time.nanoTime())).isNull();
  }

  @Test
  void isNotSpentAfterItsEndByWhoHasReadTheTimeBefore() {
    long before = time.nanoTime();
    lease();
    time.pass(Duration.ofSeconds(1));
    long asked = node.roundTrips();
    assertThat(meter.take(1, before).accepted()).isTrue();
    assertThat(node.roundTrips()).isEqualTo(asked + 1);
  }

  @Test
  void losesWhatWasNotSpent() {
    lease();
    time.pass(Duration.ofSeconds(1));
    assertThat(seenByOther().reset()).isEqualTo(Duration.ofMillis(200));
    assertThat(meter.take(1, time.nanoTime()).accepted()).isTrue();
    assertThat(seenByOther().reset()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void takesBackWhatWasSpentOfItAndNoMore() {
    lease();
    assertThat(remaining()).isEqualTo(990);
    assertThat(Objects.requireNonNull(meter.takeAtOnce(2, time.nanoTime())).accepted())
        .isTrue();
    assertThat(remaining()).isEqualTo(988);
    meter.giveBack(2, time.nanoTime());
    assertThat(remaining()).isEqualTo(990);
    assertThat(Objects.requireNonNull(meter.takeAtOnce(2, time.nanoTime())).accepted())
        .isTrue();
  }

  @Test
  void isNotForOtherLimitsOfTheSameCounter() {
    lease();
    List<NamedLimit> others = List.of(NamedLimit.own(RateLimit.perSeconds(2_000, 100)));
    assertThat(node.meter("k", others).takeAtOnce(1, time.nanoTime())).isNull();
  }

  @Test
  void growsWithUseAndShrinksWithout() {
    LeaseSize size = new LeaseSize(Duration.ofSeconds(1).toNanos());
    long now = -5;
    assertThat(size.next(now)).isZero();
    for (long expected = 2; expected <= 64; expected *= 2) {
      now += Duration.ofMillis(50).toNanos();
      assertThat(size.next(now)).isEqualTo(expected);
    }
    now += Duration.ofMillis(400).toNanos();
    assertThat(size.next(now)).isEqualTo(16);
    size.got(16, 3);
    now += Duration.ofMillis(1).toNanos();
    assertThat(size.next(now)).isEqualTo(16);
    now += Duration.ofSeconds(10).toNanos();
    assertThat(size.next(now)).isZero();
  }

  private long remaining() {
    return meter.look(0, time.nanoTime()).statuses().get(0).remaining();
  }

  private LimitStatus seenByOther() {
    return other.meter("k", LIMITS).look(0, time.nanoTime()).statuses().get(0);
  }
}
