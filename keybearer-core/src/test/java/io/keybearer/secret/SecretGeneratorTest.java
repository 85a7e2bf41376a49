package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SecretGeneratorTest {
  @Test
  void givesEveryCharacterTheSameShareOfAllBytes() {
    // One pass over all 256 bytes: four of each character, eight bytes thrown away.
    String drawn = new SecretGenerator(new EveryByteInTurn()).secret(4 * 62);
    assertThat(drawn
            .chars()
            .mapToObj(Character::toString)
            .collect(Collectors.groupingBy(c -> c, Collectors.counting())))
        .hasSize(62)
        .allSatisfy((character, count) -> assertThat(count).isEqualTo(4));
  }

  @Test
  void drawsTheAlphabetInOrderOfValue() {
    assertThat(new SecretGenerator(new EveryByteInTurn()).secret(62))
        .isEqualTo(SecretGenerator.ALPHABET)
        .startsWith("0123456789ABC")
        .endsWith("xyz");
  }

  @Test
  void drawsExactlyTheLengthAsked() {
    SecretGenerator generator = new SecretGenerator(new SecureRandom());
    for (int length = 1; length < 200; length++) {
      assertThat(generator.secret(length)).hasSize(length).matches("[0-9A-Za-z]+");
    }
  }

  @Test
  void refusesALengthThatIsNotPositive() {
    assertThatThrownBy(() -> new SecretGenerator(new SecureRandom()).secret(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A source that yields 0, 1, 2 … 255 and starts over. */
  private static final class EveryByteInTurn extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    private int next;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) next++;
      }
    }
  }
}
