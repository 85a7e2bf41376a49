package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest {
  private static final List<NamedLimit> TEN_A_MINUTE = own(10, 60);

  private final AtomicLong now = new AtomicLong(123_456_789L);
  private final LocalRateLimiter limiter = new LocalRateLimiter(now::get);

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
  void refillsEvenlyToTheNanosecond() {
    take(10);
    now.addAndGet(Duration.ofSeconds(6).toNanos() - 1);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    now.addAndGet(1);
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
    now.addAndGet(denied.retryAfter().toNanos() - 1);
    assertThat(acquire("k", TEN_A_MINUTE, 5).accepted()).isFalse();
    now.addAndGet(1);
    assertThat(acquire("k", TEN_A_MINUTE, 5).accepted()).isTrue();
  }

  @Test
  void doesNotRestartItsWindowAtEachCall() {
    take(10);
    int accepted = 0;
    for (int second = 0; second < 60; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      accepted += acquire("k", TEN_A_MINUTE, 1).accepted() ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(10);
  }

  @Test
  void acceptsExactlyTheLimitOfAThousandThreadsAtTheGate() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1000);
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1000);
    AtomicInteger accepted = new AtomicInteger();
    Runnable caller = () -> {
      arrived.countDown();
      awaitOn(gate);
      if (acquire("k", TEN_A_MINUTE, 1).accepted()) {
        accepted.incrementAndGet();
      }
      done.countDown();
    };
    for (int i = 0; i < 1000; i++) {
      new Thread(null, caller, "caller-" + i, 128 * 1024).start();
    }
    arrived.await();
    gate.countDown();
    done.await();
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

    now.addAndGet(Duration.ofSeconds(1).toNanos());
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
    acquire("fresh", TEN_A_MINUTE, 0);
    assertThat(limiter.counters()).isEqualTo(1);
  }

  @Test
  void refusesCostsOutsideTheLimits() {
    List<NamedLimit> both = List.of(
        NamedLimit.own(RateLimit.perSeconds(100, 60)),
        NamedLimit.further("burst", RateLimit.perSeconds(5, 60)));
    for (long cost : new long[] {-1, 6, 101, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> acquire("k", both, cost))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> refund("k", both, cost))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> peek("k", both, cost)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> acquire("k", List.of(both.get(0), both.get(0)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void acceptsEverythingWithoutALimit() {
    assertThat(acquire("k", List.of(), 1_000_000).accepted()).isTrue();
    assertThat(limiter.counters()).isZero();
  }

  @Test
  void givesBackWhatWasTakenAndNeverMore() {
    take(4);
    refund("k", TEN_A_MINUTE, 3);
    assertThat(only(peek("k", TEN_A_MINUTE, 1)).remaining()).isEqualTo(9);
    refund("k", TEN_A_MINUTE, 10);
    refund("k", TEN_A_MINUTE, 10);
    assertThat(limiter.counters()).isZero();
    take(10);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
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
    assertThat(limiter.counters()).isEqualTo(1);
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
    List<NamedLimit> slow = own(10, 864_000);
    acquire("k", slow, 10);
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isFalse();
    now.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(acquire("k", TEN_A_MINUTE, 1).accepted()).isTrue();
  }

  @Test
  void forgetsCountersOnceTheyAreFullAgainAndNotEarlier() {
    for (int i = 0; i < 1000; i++) {
      acquire("k" + i, TEN_A_MINUTE, 1 + i % 10);
    }
    assertThat(limiter.counters()).isEqualTo(1000);
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    limiter.counters();
    for (int i = 9; i < 1000; i += 10) {
      assertThat(peek("k" + i, TEN_A_MINUTE, 10).accepted()).isFalse();
    }
    now.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(limiter.counters()).isZero();
  }

  @Test
  void carriesOnWhenTheClockWraps() {
    now.set(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());
    LocalRateLimiter wrapping = new LocalRateLimiter(now::get);
    assertThat(wrapping.meter("k", TEN_A_MINUTE).take(10, now.get()).accepted()).isTrue();
    now.addAndGet(Duration.ofSeconds(6).toNanos() - 1);
    assertThat(now.get()).isNegative();
    assertThat(wrapping.meter("k", TEN_A_MINUTE).take(1, now.get()).accepted()).isFalse();
    now.addAndGet(1);
    assertThat(wrapping.meter("k", TEN_A_MINUTE).take(1, now.get()).accepted()).isTrue();
    assertThat(wrapping.meter("k", TEN_A_MINUTE).take(1, now.get()).accepted()).isFalse();
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(wrapping.meter("k", TEN_A_MINUTE).take(10, now.get()).accepted()).isTrue();
  }

  @Test
  void holdsTheGreatestLimitsAndWindowsExactly() {
    long most = RateLimit.MOST;
    List<NamedLimit> slowest = own(1, most);
    assertThat(acquire("slow", slowest, 1).accepted()).isTrue();
    now.addAndGet(Duration.ofSeconds(most).toNanos() - 1);
    LimitOutcome denied = acquire("slow", slowest, 1);
    assertThat(denied.accepted()).isFalse();
    assertThat(denied.retryAfter()).isEqualTo(Duration.ofNanos(1));
    now.addAndGet(1);
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
    return limiter.meter(counter, limits).take(cost, now.get());
  }

  private void refund(String counter, List<NamedLimit> limits, long cost) {
    limiter.meter(counter, limits).giveBack(cost, now.get());
  }

  private LimitOutcome peek(String counter, List<NamedLimit> limits, long cost) {
    return limiter.meter(counter, limits).look(cost, now.get());
  }

  private void take(long cost) {
    assertThat(acquire("k", TEN_A_MINUTE, cost).accepted()).isTrue();
  }

  private static List<NamedLimit> own(long limit, long windowSeconds) {
    return List.of(NamedLimit.own(RateLimit.perSeconds(limit, windowSeconds)));
  }

  private static LimitStatus only(LimitOutcome outcome) {
    assertThat(outcome.statuses()).hasSize(1);
    return outcome.statuses().get(0);
  }

  private static void awaitOn(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
