package io.keybearer.server.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** JSON in UTF-8 as it grows, token by token. Not for use by several threads. */
final class JsonBytes {
  private static final int USUAL_LENGTH = 640;
  private static final int LONGEST_NUMBER = 20;
  private static final int MOST_KEPT = 16 * 1024;

  /** The most bytes that one character becomes: {@code \}{@code u001f}. */
  private static final int MOST_EACH = 6;

  private static final int UUID_LENGTH = 36;
  private static final byte[] LOWER_HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** What stands after the backslash, by character; 0 where there is no short form. */
  private static final byte[] SHORT = new byte[' '];

  static {
    SHORT['\b'] = 'b';
    SHORT['\t'] = 't';
    SHORT['\n'] = 'n';
    SHORT['\f'] = 'f';
    SHORT['\r'] = 'r';
  }

  private byte[] bytes = new byte[USUAL_LENGTH];
  private int length;

  /** Everything written so far. */
  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Forgets everything written so far, but keeps its room unless it was much. */
  void clear() {
    length = 0;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[USUAL_LENGTH];
    }
  }

  /** How many bytes were written. */
  int length() {
    return length;
  }

  /** What was written, and room behind it. */
  byte[] bytes() {
    return bytes;
  }

  /** Writes a token that is UTF-8 already. */
  JsonBytes token(byte[] utf8) {
    makeRoom(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /** Writes a token of ASCII as it is. */
  JsonBytes token(String ascii) {
    makeRoom(ascii.length());
    copy(ascii);
    return this;
  }

  /** Writes a name of ours, of plain ASCII, and the colon. */
  JsonBytes name(String plain) {
    makeRoom(plain.length() + 3);
    bytes[length++] = '"';
    copy(plain);
    bytes[length++] = '"';
    bytes[length++] = ':';
    return this;
  }

  /** Writes an id between quotes, in its canonical form. */
  JsonBytes id(UUID id) {
    makeRoom(2 + UUID_LENGTH);
    bytes[length] = '"';
    hex(id.getMostSignificantBits() >>> 32, 8, 1);
    hex(id.getMostSignificantBits() >>> 16, 4, 10);
    hex(id.getMostSignificantBits(), 4, 15);
    hex(id.getLeastSignificantBits() >>> 48, 4, 20);
    hex(id.getLeastSignificantBits(), 12, 25);
    bytes[length + 9] = '-';
    bytes[length + 14] = '-';
    bytes[length + 19] = '-';
    bytes[length + 24] = '-';
    bytes[length + 1 + UUID_LENGTH] = '"';
    length += 2 + UUID_LENGTH;
    return this;
  }

  private void hex(long bits, int digits, int place) {
    long rest = bits;
    for (int i = length + place + digits - 1; i >= length + place; i--) {
      bytes[i] = LOWER_HEX[(int) rest & 0xf];
      rest >>>= 4;
    }
  }

  /** The one method that copies a string's bytes without a look at each character. */
  @SuppressWarnings("deprecation")
  private void copy(String ascii) {
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
  }

  /** Writes one character of ASCII as it is. */
  JsonBytes token(char ascii) {
    makeRoom(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Writes a whole number. */
  JsonBytes number(long value) {
    if (value < 0) {
      return token(Long.toString(value));
    }
    makeRoom(LONGEST_NUMBER);
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Writes a text between quotes; half a surrogate pair becomes the replacement character. */
  JsonBytes string(String text) {
    makeRoom(2 + MOST_EACH * text.length());
    bytes[length++] = '"';
    for (int i = plain(text); i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        bytes[length++] = (byte) c;
      } else if (c < 0x80) {
        escape(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        encode(Character.toCodePoint(c, text.charAt(i)));
      } else {
        encode(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  /** Writes a text up to what needs more than its own byte, and says how far it came. */
  private int plain(String text) {
    byte[] to = bytes;
    int at = length;
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      to[at + i] = (byte) text.charAt(i);
      i++;
    }
    length = at + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    if (c >= ' ') {
      bytes[length++] = (byte) c;
    } else if (SHORT[c] != 0) {
      bytes[length++] = SHORT[c];
    } else {
      bytes[length++] = 'u';
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[c >> 4];
      bytes[length++] = HEX[c & 0xf];
    }
  }

  /** Writes a code point from U+0080 on in UTF-8. */
  private void encode(int codePoint) {
    if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xc0 | (codePoint >> 6));
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xe0 | (codePoint >> 12));
      bytes[length++] = continuation(codePoint >> 6);
    } else {
      bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
      bytes[length++] = continuation(codePoint >> 12);
      bytes[length++] = continuation(codePoint >> 6);
    }
    bytes[length++] = continuation(codePoint);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
