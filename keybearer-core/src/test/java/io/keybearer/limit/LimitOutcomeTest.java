package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitOutcomeTest {
  @Test
  void speaksOfTheLimitWithTheLeastShareLeft() {
    LimitOutcome outcome = LimitOutcome.of(
        true, List.of(status("a", 10, 5, 0), status("b", 1000, 400, 0), status("c", 5, 2, 0)));
    assertThat(outcome.tightest()).get().returns("b", LimitStatus::name);
    assertThat(outcome.retryAfter()).isZero();
  }

  @Test
  void speaksOfTheLimitToWaitForLongest() {
    LimitOutcome outcome = LimitOutcome.of(
        false, List.of(status("a", 10, 0, 0), status("b", 10, 3, 9), status("c", 10, 0, 4)));
    assertThat(outcome.tightest()).get().returns("b", LimitStatus::name);
    assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(9));
    assertThat(outcome.statuses())
        .extracting(LimitStatus::denies)
        .containsExactly(false, true, true);
  }

  @Test
  void speaksOfNoLimitWhenThereIsNone() {
    assertThat(LimitOutcome.unlimited().accepted()).isTrue();
    assertThat(LimitOutcome.unlimited().tightest()).isEmpty();
    assertThat(LimitOutcome.unlimited().retryAfter()).isZero();
  }

  @Test
  void refusesAStatusOutsideItsRange() {
    assertThatThrownBy(() -> status("a", 10, 11, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> status("a", 10, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> status("a", 10, 1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static LimitStatus status(String name, long limit, long remaining, long retrySeconds) {
    return new LimitStatus(
        name,
        limit,
        Duration.ofSeconds(60),
        remaining,
        Duration.ZERO,
        Duration.ofSeconds(retrySeconds));
  }
}
