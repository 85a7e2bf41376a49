package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  @Test
  void takesLimitsAndWindowsFromOneToABillion() {
    assertThat(RateLimit.perSeconds(1, 1).window()).isEqualTo(Duration.ofSeconds(1));
    assertThat(RateLimit.perSeconds(1_000_000_000, 1_000_000_000).windowSeconds())
        .isEqualTo(1_000_000_000);
  }

  @Test
  void refusesOthers() {
    for (long wrong : new long[] {0, -1, 1_000_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertRefused(() -> RateLimit.perSeconds(wrong, 1), ProblemCode.OUT_OF_RANGE);
      assertRefused(() -> RateLimit.perSeconds(1, wrong), ProblemCode.OUT_OF_RANGE);
    }
    assertRefused(() -> new RateLimit(1, Duration.ofMillis(1500)), ProblemCode.WRONG_FORM);
  }

  @Test
  void namesHaveAForm() {
    RateLimit rate = RateLimit.perSeconds(1, 1);
    for (String name : List.of("a", "burst", "a-b_c9", "a".repeat(32))) {
      assertThat(NamedLimit.further(name, rate).name()).isEqualTo(name);
    }
    for (String name : List.of("", "A", "9a", "a b", "a;b", "a\"", "a".repeat(33), "é")) {
      assertRefused(() -> NamedLimit.further(name, rate), ProblemCode.WRONG_FORM);
    }
  }

  @Test
  void defaultIsTheNameOfTheKeysOwnLimit() {
    RateLimit rate = RateLimit.perSeconds(1, 1);
    assertThat(NamedLimit.own(rate).name()).isEqualTo("default");
    assertRefused(() -> NamedLimit.further("default", rate), ProblemCode.NOT_ALLOWED);
  }

  private static void assertRefused(Runnable making, ProblemCode code) {
    assertThatThrownBy(making::run)
        .isInstanceOfSatisfying(
            InvalidValueException.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
