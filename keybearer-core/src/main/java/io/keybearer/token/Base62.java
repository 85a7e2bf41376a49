package io.keybearer.token;

import io.keybearer.secret.SecretGenerator;
import java.nio.charset.StandardCharsets;

/** The alphabet of keys, {@code 0-9A-Za-z}, as bytes. */
final class Base62 {
  /** The digits by value. */
  static final byte[] DIGITS = SecretGenerator.ALPHABET.getBytes(StandardCharsets.US_ASCII);

  private static final boolean[] IS_DIGIT = new boolean[256];

  static {
    for (byte digit : DIGITS) {
      IS_DIGIT[digit] = true;
    }
  }

  private Base62() {}

  /** Says whether all of these characters belong to the alphabet. */
  static boolean isIn(byte[] text, int from, int length) {
    boolean all = true;
    for (int i = from; i < from + length; i++) {
      all &= IS_DIGIT[text[i] & 0xff];
    }
    return all;
  }
}
