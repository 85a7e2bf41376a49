package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitStatusTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long MOST = RateLimit.MOST;

  /** Of ten in a minute, {@code reset} seconds from full: one comes back every six seconds. */
  private static LimitStatus tenAMinute(long remaining, long reset) {
    return new LimitStatus(
        "default", 10, MINUTE, remaining, Duration.ofSeconds(reset), Duration.ZERO);
  }

  @Test
  void tellsHowLongUntilACostFits() {
    LimitStatus half = tenAMinute(5, 27);
    assertThat(half.untilFits(0)).isZero();
    assertThat(half.untilFits(5)).isZero();
    assertThat(half.untilFits(6)).isEqualTo(Duration.ofSeconds(3));
    assertThat(half.untilFits(7)).isEqualTo(Duration.ofSeconds(9));
    assertThat(half.untilFits(10)).isEqualTo(Duration.ofSeconds(27));
    assertThat(tenAMinute(0, 60).untilFits(1)).isEqualTo(Duration.ofSeconds(6));
    assertThat(tenAMinute(10, 0).untilFits(10)).isZero();
  }

  @Test
  void keepsToNanosecondsWhereTheyDoNotDivide() {
    LimitStatus third = new LimitStatus(
        "default", 3, Duration.ofSeconds(1), 0, Duration.ofSeconds(1), Duration.ZERO);
    assertThat(third.untilFits(1)).isEqualTo(Duration.ofNanos(333_333_334));
    assertThat(third.untilFits(2)).isEqualTo(Duration.ofNanos(666_666_667));
  }

  @Test
  void countsWithTheGreatestLimitsAndWindows() {
    Duration longest = Duration.ofSeconds(MOST);
    LimitStatus spent = new LimitStatus("default", MOST, longest, 0, longest, Duration.ZERO);
    assertThat(spent.untilFits(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(spent.untilFits(MOST)).isEqualTo(longest);
  }

  @Test
  void neverSaysNowForWhatDoesNotFit() {
    assertThat(tenAMinute(0, 1).untilFits(1)).isPositive();
  }
}
