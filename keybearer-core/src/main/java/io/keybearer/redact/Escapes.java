package io.keybearer.redact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writings in which a text hides another: %-escapes and base64. */
final class Escapes {
  private static final String UNRESERVED = "-._~";
  private static final String HEX = "0123456789ABCDEF";

  private Escapes() {}

  /** Reads %-escapes, those that are none left as they are; {@code +} is a blank. */
  static String percentDecoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
        b = (byte) (hex(bytes[i + 1]) * 16 + hex(bytes[i + 2]));
        i += 2;
      } else if (b == '+') {
        b = ' ';
      }
      bytes[length++] = b;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length() * 2);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (SecretShapes.isAlphanumeric((char) b) || UNRESERVED.indexOf((char) b) >= 0)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }

  private static int hex(byte b) {
    return Character.digit((char) b, 16);
  }

  /** The characters of base64 that a text makes certain when so many bytes, 0 to 2, come before it. */
  static String inBase64(String text, int before) {
    byte[] bytes = ("\0".repeat(before) + text).getBytes(StandardCharsets.US_ASCII);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    return encoded.substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
  }

  /** Reads base64 of either alphabet, padded or not; null unless what it says is text. */
  static @Nullable String base64Decoded(String text) {
    byte[] bytes = base64Bytes(text);
    if (bytes == null) {
      return null;
    }
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return decoded.chars().anyMatch(Escapes::isNoText) ? null : decoded;
    } catch (CharacterCodingException noText) {
      return null;
    }
  }

  /** The same, whatever it says, one character a byte. */
  static String base64Latin(String text) {
    byte[] bytes = base64Bytes(text);
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static boolean isNoText(int c) {
    return c < ' ' && c != '\n' && c != '\r' && c != '\t';
  }

  private static byte @Nullable [] base64Bytes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    end -= end % 4 == 1 ? 1 : 0;
    StringBuilder plain = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      plain.append(c == '-' ? '+' : c == '_' ? '/' : c);
    }
    try {
      return Base64.getDecoder().decode(plain.toString());
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
