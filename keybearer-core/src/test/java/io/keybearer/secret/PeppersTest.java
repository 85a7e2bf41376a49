package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeppersTest {
  private static final String KEY = "ICEiIyQlJicoKSorLC0uLw==";

  @Test
  void takesTheFirstAsCurrent() {
    Peppers peppers = Peppers.parse("new:" + KEY + ", old-1_a:" + KEY);
    assertThat(peppers.current()).get().returns("new", Pepper::id);
    assertThat(peppers.all())
        .extracting(Pepper::scheme)
        .containsExactly("hmac-sha256:new", "hmac-sha256:old-1_a");
  }

  @Test
  void readsABlankSettingAsNone() {
    assertThat(Peppers.parse("  ").current()).isEmpty();
    assertThat(Peppers.none().all()).isEmpty();
  }

  @Test
  void refusesAnIdThatIsThereTwice() {
    assertThatThrownBy(() -> Peppers.parse("a:" + KEY + ",a:" + KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the pepper a is there twice");
  }

  @Test
  void refusesOtherFormsWithoutRepeatingThem() {
    for (String text : List.of(
        KEY,
        ":" + KEY,
        "A:" + KEY,
        "a b:" + KEY,
        "x".repeat(33) + ":" + KEY,
        "a:",
        "a:ICEi",
        "a:!!!!" + KEY,
        "a:" + KEY + ",",
        "a:" + KEY.replace("==", "=A"))) {
      assertThatThrownBy(() -> Peppers.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasNoCause()
          .satisfies(problem -> assertThat(problem.getMessage())
              .startsWith("expected")
              .doesNotContain("ICEi", "!!!!"));
    }
  }

  @Test
  void takesSixteenBytesAndNoFewer() {
    assertThat(Pepper.of("a", new byte[16]).id()).isEqualTo("a");
    assertThatThrownBy(() -> Pepper.of("a", new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least 16 bytes in pepper a, got 15");
  }

  @Test
  void printsOnlyIds() {
    assertThat(Peppers.parse("a:" + KEY + ",b:" + KEY)).hasToString("[a:<redacted>, b:<redacted>]");
  }
}
