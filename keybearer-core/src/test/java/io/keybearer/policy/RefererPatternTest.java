package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefererPatternTest {
  @Test
  void readsAndWritesPatternsAsListed() {
    for (List<String> vector : Vectors.read("referer-patterns.txt")) {
      if (!vector.get(1).equals("refused")) {
        RefererPattern pattern = RefererPattern.parse(vector.get(0));
        assertThat(pattern).as("%s", vector).hasToString(vector.get(1));
        assertThat(RefererPattern.parse(vector.get(1))).isEqualTo(pattern);
      }
    }
  }

  @Test
  void refusesWhatIsNoPattern() {
    for (List<String> vector : Vectors.read("referer-patterns.txt")) {
      if (vector.get(1).equals("refused")) {
        assertThatThrownBy(() -> RefererPattern.parse(vector.get(0)))
            .as("%s", vector)
            .isInstanceOfSatisfying(
                InvalidValueException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.REFERER_INVALID));
      }
    }
  }

  @Test
  void refusesOverlongNamesAndPatterns() {
    String label = "a".repeat(63);
    assertThat(RefererPattern.parse(label + ".example")).hasToString(label + ".example");
    assertThatThrownBy(() -> RefererPattern.parse("a" + label + ".example"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RefererPattern.parse((label + ".").repeat(4) + "example"))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> RefererPattern.parse("example.com/" + "a".repeat(2048)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void coversWhatIsNarrower() {
    assertCovers("example.com", "https://example.com:8443/app/*");
    assertCovers("*.example.com", "a.example.com");
    assertCovers("*.example.com", "*.example.com/x");
    assertCovers("*.example.com", "*.a.example.com");
    assertCovers("example.com/app/*", "example.com/app/x/*");
    assertCovers("example.com/app/*", "example.com/app/x");
    assertCovers("192.0.2.7", "http://[::ffff:192.0.2.7]:80");
  }

  @Test
  void doesNotCoverWhatIsWider() {
    assertCoversNot("https://example.com", "example.com");
    assertCoversNot("https://example.com", "http://example.com");
    assertCoversNot("https://example.com:443", "https://example.com");
    assertCoversNot("*.example.com", "example.com");
    assertCoversNot("*.a.example.com", "*.example.com");
    assertCoversNot("a.example.com", "*.example.com");
    assertCoversNot("example.com/app/*", "example.com");
    assertCoversNot("example.com/app/*", "example.com/app");
    assertCoversNot("example.com/app", "example.com/app/*");
  }

  @Test
  void survivesAnyTextAndNeverChangesItsOwnCanonicalForm() {
    Random random = Vectors.random();
    String pieces = "a1.-*:/@[]%\\?# \u0000\u00df\u00e9\u200d\u3002\uff41\u0130\u212a\ud800";
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "https://" : "");
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(
            random.nextInt(10) == 0
                ? Character.toString(random.nextInt(0x110000))
                : pieces.substring(random.nextInt(pieces.length())).substring(0, 1));
      }
      RefererPattern pattern = parseOrNull(text.toString());
      if (pattern != null) {
        read++;
        assertThat(pattern.toString()).as("%s", text).matches("[ -~]+");
        assertThat(RefererPattern.parse(pattern.toString())).isEqualTo(pattern);
      }
      AllowedReferers.of(List.of("a.example")).permits(text.toString(), text.toString(), false);
    }
    assertThat(read).isPositive();
  }

  private static @Nullable RefererPattern parseOrNull(String text) {
    try {
      return RefererPattern.parse(text);
    } catch (InvalidValueException refused) {
      return null;
    }
  }

  private static void assertCovers(String wider, String narrower) {
    assertThat(covers(wider, narrower)).as("%s covers %s", wider, narrower).isTrue();
  }

  private static void assertCoversNot(String one, String other) {
    assertThat(covers(one, other)).as("%s covers %s", one, other).isFalse();
  }

  private static boolean covers(String one, String other) {
    return RefererPattern.parse(one).covers(RefererPattern.parse(other));
  }
}
