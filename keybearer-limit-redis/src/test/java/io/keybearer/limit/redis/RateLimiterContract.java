package io.keybearer.limit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import io.keybearer.limit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every limiter does, wherever it counts. */
abstract class RateLimiterContract {
  private static final List<NamedLimit> TEN_A_MINUTE = own(10, 60);

  abstract RateLimiter limiter();

  abstract long now();

  abstract void pass(Duration duration);

  @Test
  void acceptsTheWholeLimitAtOnceAndNotOneMore() {
    for (int i = 9; i >= 0; i--) {
      LimitOutcome outcome = acquire("k", TEN_A_MINUTE, 1);
      assertThat(outcome.accepted()).isTrue();
      assertThat(only(outcome).remaining()).isEqualTo(i);
    }
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    assertThat(acquire("other", TEN_A_MINUTE, 1).accepted()).isTrue();
  }

  @Test
  void countsAllMetersOfOneCounterAsOne() {
    Meter first = limiter().meter("k", TEN_A_MINUTE);
    Meter second = limiter().meter("k", TEN_A_MINUTE);
    assertThat(first.take(6, now()).accepted()).isTrue();
    assertThat(second.take(5, now()).accepted()).isFalse();
    assertThat(second.take(4, now()).accepted()).isTrue();
    assertThat(first.take(1, now()).accepted()).isFalse();
  }

  @Test
  void refillsEvenly() {
    take(10);
    pass(Duration.ofSeconds(6).minusNanos(1000));
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    pass(Duration.ofNanos(1000));
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isTrue();
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
  }

  @Test
  void saysHowLongToWaitAndUntilFull() {
    take(7);
    LimitStatus accepted = only(acquire("k", TEN_A_MINUTE, 1));
    assertThat(accepted)
        .isEqualTo(new LimitStatus(
            "default", 10, Duration.ofMinutes(1), 2, Duration.ofSeconds(48), Duration.ZERO));
    LimitStatus denied = only(acquire("k", TEN_A_MINUTE, 5));
    assertThat(denied.remaining()).isEqualTo(2);
    assertThat(denied.retryAfter()).isEqualTo(Duration.ofSeconds(18));
    pass(denied.retryAfter().minusNanos(1000));
    assertThat(acquire("k", TEN_A_MINUTE, 5).accepted()).isFalse();
    pass(Duration.ofNanos(1000));
    assertThat(acquire("k", TEN_A_MINUTE, 5).accepted()).isTrue();
  }

  @Test
  void doesNotRestartItsWindowAtEachCall() {
    take(10);
    int accepted = 0;
    for (int second = 0; second < 60; second++) {
      pass(Duration.ofSeconds(1));
      accepted += acquire("k", TEN_A_MINUTE, 1).accepted() ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(10);
  }

  @Test
  void acceptsExactlyTheLimitOfAThousandThreadsAtTheGate() {
    AtomicInteger accepted = new AtomicInteger();
    Gate.rush(1000, caller -> {
      if (acquire("k", TEN_A_MINUTE, 1).accepted()) {
        accepted.incrementAndGet();
      }
    });
    assertThat(accepted).hasValue(10);
  }

  @Test
  void takesFromAllLimitsOrFromNone() {
    List<NamedLimit> both = List.of(
        NamedLimit.own(RateLimit.perSeconds(100, 3600)),
        NamedLimit.further("burst", RateLimit.perSeconds(2, 1)));
    assertThat(acquire("k", both, 2).accepted()).isTrue();
    LimitOutcome denied = acquire("k", both, 1);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.statuses()).extracting(LimitStatus::remaining).containsExactly(98L, 0L);
    assertThat(denied.statuses()).extracting(LimitStatus::denies).containsExactly(false, true);
    assertThat(denied.tightest()).get().returns("burst", LimitStatus::name);

    pass(Duration.ofSeconds(1));
    assertThat(acquire("k", both, 2).statuses())
        .extracting(LimitStatus::remaining)
        .containsExactly(96L, 0L);
  }

  @Test
  void keepsLimitsThatACallDoesNotName() {
    List<NamedLimit> burst = List.of(NamedLimit.further("burst", RateLimit.perSeconds(2, 100)));
    acquire("k", burst, 2);
    take(3);
    refund("k", TEN_A_MINUTE, 3);
    assertThat(acquire("k", burst, 1).accepted()).isFalse();
  }

  @Test
  void takesNothingForACostOfZero() {
    take(10);
    LimitOutcome outcome = acquire("k", TEN_A_MINUTE, 0);
    assertThat(outcome.accepted()).isTrue();
    assertThat(only(outcome).remaining()).isZero();
  }

  @Test
  void refusesCostsOutsideTheLimits() {
    List<NamedLimit> both = List.of(
        NamedLimit.own(RateLimit.perSeconds(100, 60)),
        NamedLimit.further("burst", RateLimit.perSeconds(5, 60)));
    Meter meter = limiter().meter("k", both);
    for (long cost : new long[] {-1, 6, 101, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertRefused(() -> meter.take(cost, now()));
      assertRefused(() -> meter.takeAtOnce(cost, now()));
      assertRefused(() -> meter.giveBack(cost, now()));
      assertRefused(() -> meter.look(cost, now()));
    }
    assertThatThrownBy(() -> limiter().meter("k", List.of(both.get(0), both.get(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void acceptsEverythingWithoutALimit() {
    assertThat(acquire("k", List.of(), 1_000_000).accepted()).isTrue();
  }

  @Test
  void givesBackWhatWasTakenAndNeverMore() {
    take(4);
    refund("k", TEN_A_MINUTE, 3);
    assertThat(only(peek("k", TEN_A_MINUTE, 1)).remaining()).isEqualTo(9);
    refund("k", TEN_A_MINUTE, 10);
    refund("k", TEN_A_MINUTE, 10);
    take(10);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    refund("k", TEN_A_MINUTE, 1);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isTrue();
  }

  @Test
  void peeksWithoutTaking() {
    take(9);
    for (int i = 0; i < 5; i++) {
      LimitOutcome outcome = peek("k", TEN_A_MINUTE, 1);
      assertThat(outcome.accepted()).isTrue();
      assertThat(only(outcome).remaining()).isEqualTo(1);
    }
    LimitOutcome tooMuch = peek("k", TEN_A_MINUTE, 2);
    assertThat(tooMuch.accepted()).isFalse();
    assertThat(only(tooMuch).retryAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(peek("never seen", TEN_A_MINUTE, 10).accepted()).isTrue();
  }

  @Test
  void keepsTheSpentShareWhenTheRateChanges() {
    take(8);
    assertThat(only(peek("k", own(100, 60), 1)).remaining()).isEqualTo(20);
    assertThat(only(acquire("k", own(100, 3600), 0)).reset()).isEqualTo(Duration.ofMinutes(48));
    assertThat(only(acquire("k", own(5, 10), 1)).remaining()).isZero();
    assertThat(acquire("k", own(5, 10), 1).accepted()).isFalse();
  }

  @Test
  void refillsUnderTheNewRateEvenWhileItOnlyDenies() {
    acquire("k", own(10, 864_000), 10);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    pass(Duration.ofSeconds(6));
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isTrue();
  }

  @Test
  void holdsTheGreatestLimitsAndWindows() {
    long most = RateLimit.MOST;
    List<NamedLimit> slowest = own(1, most);
    assertThat(acquire("slow", slowest, 1).accepted()).isTrue();
    pass(Duration.ofSeconds(most).minusNanos(1000));
    LimitOutcome denied = acquire("slow", slowest, 1);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.retryAfter()).isEqualTo(Duration.ofNanos(1000));
    pass(Duration.ofNanos(1000));
    assertThat(acquire("slow", slowest, 1).accepted()).isTrue();

    for (long window : new long[] {1, 7, most}) {
      List<NamedLimit> great = own(most, window);
      String name = "great " + window;
      assertThat(only(acquire(name, great, 1)).remaining()).isEqualTo(most - 1);
      assertThat(only(acquire(name, great, most - 1)).remaining()).isZero();
      assertThat(acquire(name, great, 1).accepted()).isFalse();
    }
  }

  private LimitOutcome acquire(String counter, List<NamedLimit> limits, long cost) {
    return limiter().meter(counter, limits).take(cost, now());
  }

  private void refund(String counter, List<NamedLimit> limits, long cost) {
    limiter().meter(counter, limits).giveBack(cost, now());
  }

  private LimitOutcome peek(String counter, List<NamedLimit> limits, long cost) {
    return limiter().meter(counter, limits).look(cost, now());
  }

  private void take(long cost) {
    assertThat(acquire("k", TEN_A_MINUTE, cost).accepted()).isTrue();
  }

  static List<NamedLimit> own(long limit, long windowSeconds) {
    return List.of(NamedLimit.own(RateLimit.perSeconds(limit, windowSeconds)));
  }

  private static LimitStatus only(LimitOutcome outcome) {
    assertThat(outcome.statuses()).hasSize(1);
    return outcome.statuses().get(0);
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
  }
}
