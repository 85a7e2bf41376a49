package io.keybearer.redact;

import org.jspecify.annotations.Nullable;

/** What stands between the quotes of JSON strings, and literals, as RFC 8259 has them. */
final class JsonStrings {
  private static final String SHORT = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";

  private JsonStrings() {}

  /** What a string says; null when an escape is none. One that was cut at the end is left out. */
  static @Nullable String unescaped(String raw) {
    StringBuilder said = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        said.append(c);
        continue;
      }
      if (++i == raw.length()) {
        break;
      }
      int known = SHORT.indexOf(raw.charAt(i));
      if (known >= 0) {
        said.append(MEANT.charAt(known));
      } else if (raw.charAt(i) == 'u') {
        int code = code(raw, i + 1);
        if (code < 0 && i + 4 < raw.length()) {
          return null;
        }
        if (code >= 0) {
          said.append((char) code);
        }
        i = Math.min(i + 4, raw.length());
      } else {
        return null;
      }
    }
    return said.toString();
  }

  /**
   * A text in which letters and digits that are written as JSON escapes stand as themselves, also
   * where the escapes are escaped again.
   */
  static String withPlainLetters(String text) {
    int at = text.indexOf("\\u00");
    if (at < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int copied = 0;
    for (; at >= 0; at = text.indexOf("\\u00", at + 1)) {
      int code = code(text, at + 2);
      if (code > 0 && SecretShapes.isAlphanumeric((char) code)) {
        int start = at;
        while (start > copied && text.charAt(start - 1) == '\\') {
          start--;
        }
        plain.append(text, copied, start).append((char) code);
        copied = at + 6;
      }
    }
    return plain.append(text, copied, text.length()).toString();
  }

  private static int code(String raw, int start) {
    if (start + 4 > raw.length()) {
      return -1;
    }
    int code = 0;
    for (int i = start; i < start + 4; i++) {
      char c = raw.charAt(i);
      int digit = c < 0x7F ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  /** The same text as a string holds it. */
  static String escaped(String text) {
    StringBuilder raw = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = c == '/' ? -1 : MEANT.indexOf(c);
      if (known >= 0) {
        raw.append('\\').append(SHORT.charAt(known));
      } else if (c < ' ' || Character.isSurrogate(c)) {
        raw.append("\\u").append(String.format("%04x", (int) c));
      } else {
        raw.append(c);
      }
    }
    return raw.toString();
  }

  /** Whether a text is {@code true}, {@code false}, {@code null} or a number. */
  static boolean isLiteral(String text) {
    return text.equals("true") || text.equals("false") || text.equals("null") || isNumber(text);
  }

  /** Whether one of them could begin so. */
  static boolean beginsLiteral(String text) {
    return "true".startsWith(text)
        || "false".startsWith(text)
        || "null".startsWith(text)
        || isNumber(text + "0");
  }

  private static boolean isNumber(String text) {
    int i = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, i);
    if (whole == i || (whole > i + 1 && text.charAt(i) == '0')) {
      return false;
    }
    i = whole;
    if (i < text.length() && text.charAt(i) == '.') {
      int fraction = digits(text, i + 1);
      if (fraction == i + 1) {
        return false;
      }
      i = fraction;
    }
    if (i < text.length() && (text.charAt(i) | 0x20) == 'e') {
      i += i + 1 < text.length() && "+-".indexOf(text.charAt(i + 1)) >= 0 ? 2 : 1;
      int exponent = digits(text, i);
      return exponent > i && exponent == text.length();
    }
    return i == text.length();
  }

  private static int digits(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
