package io.keybearer.token;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The last characters of a key: CRC-32 (ISO-HDLC, as in zlib) of all before them, in base62, padded
 * with {@code 0} on the left. It finds typing and copying errors without a look-up; it is no
 * secret and protects nothing.
 */
final class Checksum {
  static final int LENGTH = 6;

  private Checksum() {}

  /** The checksum of an ASCII text. */
  static String of(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    long rest = crc(bytes, bytes.length);
    char[] digits = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = (char) Base62.DIGITS[(int) (rest % 62)];
      rest /= 62;
    }
    return new String(digits);
  }

  /** Says whether a text longer than a checksum ends in its own. */
  static boolean closes(byte[] text) {
    int end = text.length - LENGTH;
    long rest = crc(text, end);
    for (int i = text.length - 1; i >= end; i--) {
      if (text[i] != Base62.DIGITS[(int) (rest % 62)]) {
        return false;
      }
      rest /= 62;
    }
    return true;
  }

  private static long crc(byte[] text, int length) {
    CRC32 crc = new CRC32();
    crc.update(text, 0, length);
    return crc.getValue();
  }
}
