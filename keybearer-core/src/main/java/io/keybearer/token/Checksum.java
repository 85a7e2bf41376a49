package io.keybearer.token;

import io.keybearer.secret.SecretGenerator;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The last characters of a key: CRC-32 (ISO-HDLC, as in zlib) of all before them, in base62, padded
 * with {@code 0} on the left. It finds typing and copying errors without a look-up; it is no
 * secret and protects nothing.
 */
final class Checksum {
  static final int LENGTH = 6;

  private static final String DIGITS = SecretGenerator.ALPHABET;

  private Checksum() {}

  /** The checksum of an ASCII text. */
  static String of(String body) {
    long rest = crc(body, body.length());
    char[] digits = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }

  /** Says whether an ASCII text longer than a checksum ends in its own. */
  static boolean closes(String text) {
    long rest = crc(text, text.length() - LENGTH);
    for (int i = text.length() - 1; i >= text.length() - LENGTH; i--) {
      if (text.charAt(i) != DIGITS.charAt((int) (rest % 62))) {
        return false;
      }
      rest /= 62;
    }
    return true;
  }

  private static long crc(String text, int length) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1), 0, length);
    return crc.getValue();
  }
}
