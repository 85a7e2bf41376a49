package io.keybearer.token;

import io.keybearer.secret.SecretGenerator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The alphabet of keys, {@code 0-9A-Za-z}, as bytes. */
final class Base62 {
  /** The digits by value. */
  static final byte[] DIGITS = SecretGenerator.ALPHABET.getBytes(StandardCharsets.US_ASCII);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The highest bit of each of eight bytes, and the lowest. */
  private static final long HIGH = 0x8080808080808080L;

  private static final long LOW = 0x0101010101010101L;

  private Base62() {}

  /**
   * Says whether all of these characters belong to the alphabet, eight at a time, the last eight
   * maybe once more.
   *
   * @param length at least 8
   */
  static boolean isIn(byte[] text, int from, int length) {
    long outside = 0;
    int last = from + length - Long.BYTES;
    for (int i = from; i < last; i += Long.BYTES) {
      outside |= outside((long) LONG.get(text, i));
    }
    return (outside | outside((long) LONG.get(text, last))) == 0;
  }

  /** The highest bit of each byte that is no digit. */
  private static long outside(long eight) {
    long seven = eight & ~HIGH;
    long digits = from('0', seven) & ~from('9' + 1, seven);
    long capitals = from('A', seven) & ~from('Z' + 1, seven);
    long small = from('a', seven) & ~from('z' + 1, seven);
    return (eight | ~(digits | capitals | small)) & HIGH;
  }

  /** The highest bit of each byte, of seven bits, that is not below a character. */
  private static long from(int character, long seven) {
    return (seven | HIGH) - character * LOW;
  }
}
