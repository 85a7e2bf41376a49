package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllowedReferersTest {
  @Test
  void decidesAsListed() {
    for (List<String> vector : Vectors.read("referers.txt")) {
      AllowedReferers allowed = AllowedReferers.of(List.of(vector.get(0).split(" ", -1)));
      assertThat(allowed.permits(header(vector.get(1)), header(vector.get(2)), false))
          .as("%s", vector)
          .isEqualTo(RefererVerdict.valueOf(vector.get(3)));
    }
  }

  @Test
  void letsOnlyMissingPagesPassWhereThatIsAllowed() {
    for (List<String> vector : Vectors.read("referers.txt")) {
      AllowedReferers allowed = AllowedReferers.of(List.of(vector.get(0).split(" ", -1)));
      RefererVerdict strict = RefererVerdict.valueOf(vector.get(3));
      assertThat(allowed.permits(header(vector.get(1)), header(vector.get(2)), true))
          .as("%s", vector)
          .isEqualTo(strict == RefererVerdict.MISSING ? RefererVerdict.ALLOWED : strict);
    }
  }

  @Test
  void refusesOverlongHeaders() {
    AllowedReferers allowed = AllowedReferers.of(List.of("a.example"));
    String page = "https://a.example/?" + "x".repeat(10_000);
    assertThat(allowed.permits(page, null, false)).isEqualTo(RefererVerdict.MALFORMED);
  }

  @Test
  void saysWhichVerdictPasses() {
    for (RefererVerdict verdict : RefererVerdict.values()) {
      assertThat(verdict.allowed()).isEqualTo(verdict == RefererVerdict.ALLOWED);
    }
  }

  @Test
  void coversListsOfWhichEachPatternIsCovered() {
    AllowedReferers allowed = AllowedReferers.of(List.of("*.example.com", "https://b.example"));
    assertThat(allowed.covers(AllowedReferers.of(List.of("a.example.com/x", "https://b.example"))))
        .isTrue();
    assertThat(allowed.covers(AllowedReferers.of(List.of("a.example.com", "b.example"))))
        .isFalse();
    assertThat(allowed.texts()).containsExactly("*.example.com", "https://b.example");
  }

  @Test
  void refusesEmptyList() {
    assertThatThrownBy(() -> AllowedReferers.of(List.of()))
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.EMPTY_LIST));
  }

  private static @Nullable String header(String field) {
    return field.equals("-") ? null : field;
  }
}
