package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 20, 31, 32, 33, 64})
  void noticesEveryBitThatDiffers(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (37 * i + 11);
    }
    KeyHash hash = KeyHash.ofStored("sha256", bytes);
    assertThat(hash.holds(bytes.clone())).isTrue();
    for (int bit = 0; bit < 8 * length; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(hash.holds(other)).as("bit %d", bit).isFalse();
      assertThat(hash.matches(KeyHash.ofStored("sha256", other))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 31, 33, 40, 64})
  void differsFromWhatIsOfAnotherLength(int length) {
    KeyHash hash = KeyHash.ofStored("sha256", new byte[32]);
    assertThat(hash.holds(new byte[length])).isFalse();
    assertThat(hash.holds(Arrays.copyOf(new byte[0], 32))).isTrue();
  }
}
