package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CopyBytesTest {
  private static final long SEED = Long.getLong("keybearer.seed", new Random().nextLong());

  @Test
  void writesTextsAsTheirBytesAfterTheirLength() {
    System.out.println("-Dkeybearer.seed=" + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      String text = text(random);
      byte[] expected = StorableText.of(text).getBytes(StandardCharsets.UTF_8);
      CopyBytes bytes = new CopyBytes(1);
      bytes.text(text);
      assertThat(bytes.size()).isEqualTo(4 + expected.length);
      assertThat(ByteBuffer.wrap(bytes.array()).getInt()).isEqualTo(expected.length);
      assertThat(Arrays.copyOfRange(bytes.array(), 4, bytes.size())).isEqualTo(expected);
    }
  }

  /** Of all sorts of characters, halves of pairs and zeros among them. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) 0);
        case 1 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        case 3 -> text.append((char) random.nextInt(0x800));
        case 4 -> text.append((char) random.nextInt(0x10000));
        default -> text.append((char) (' ' + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  @Test
  void writesNumbersWithTheirHighestByteFirst() {
    CopyBytes bytes = new CopyBytes(1);
    bytes.int8(0x01);
    bytes.int16((short) 0x0203);
    bytes.int32(0x04050607);
    bytes.int64(0x08090A0B0C0D0E0FL);
    bytes.nothing();
    assertThat(Arrays.copyOf(bytes.array(), bytes.size()))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1);
    bytes.clear();
    assertThat(bytes.size()).isZero();
  }
}
