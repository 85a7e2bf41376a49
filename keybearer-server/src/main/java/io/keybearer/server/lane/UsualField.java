package io.keybearer.server.lane;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The header fields that a usual request may have, each at most once. Where their values stand is
 * told by two places for each, where it begins and ends; 0 while there is none.
 */
enum UsualField {
  HOST,
  AUTHORIZATION,
  X_API_KEY,
  CONTENT_TYPE,
  CONTENT_LENGTH,
  USER_AGENT,
  ACCEPT,
  ACCEPT_ENCODING,
  ACCEPT_LANGUAGE,
  CONNECTION,
  X_REQUEST_ID,
  TRACEPARENT,
  TRACESTATE;

  private static final UsualField[] ALL = values();
  private static final int MOST_DIGITS = 4;
  private static final byte[] JSON = ascii("application/json");
  private static final byte[] JSON_IN_UTF_8 = ascii("application/json; charset=utf-8");
  private static final String KEEP_ALIVE = "keep-alive";

  private final String inLowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Places for all of them. */
  static int[] places() {
    return new int[2 * ALL.length];
  }

  /** Places are never kept beyond this program, so the order may change. */
  @SuppressWarnings("EnumOrdinal")
  private int place() {
    return 2 * ordinal();
  }

  /** Where the value begins; 0 when there is none. */
  int from(int[] places) {
    return places[place()];
  }

  /** Where the value ends. */
  int to(int[] places) {
    return places[place() + 1];
  }

  /** Notes a field's value; false when it is none of these, is there already, or is not usual. */
  static boolean note(byte[] bytes, int start, int colon, int from, int end, int[] places) {
    for (UsualField field : ALL) {
      if (same(field.inLowerCase, bytes, start, colon)) {
        if (field.from(places) != 0 || !field.isUsual(bytes, from, end)) {
          return false;
        }
        places[field.place()] = from;
        places[field.place() + 1] = end;
        return true;
      }
    }
    return false;
  }

  /** Whether there are host, one credential, the type of the body and its length. */
  static boolean areWhole(int[] places) {
    return HOST.from(places) > 0
        && CONTENT_TYPE.from(places) > 0
        && CONTENT_LENGTH.from(places) > 0
        && AUTHORIZATION.from(places) > 0 != X_API_KEY.from(places) > 0;
  }

  /** The number that the value is. */
  int number(byte[] bytes, int[] places) {
    int number = 0;
    for (int i = from(places); i < to(places); i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  /** Whether a length stands there: of one to four digits, the first of which is no zero. */
  static boolean isLength(byte[] bytes, int from, int end) {
    if (end - from > MOST_DIGITS || bytes[from] == '0') {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /** In ASCII, a letter in lower case is the letter and this bit; the hyphen has it. */
  private static boolean same(String lowerCase, byte[] bytes, int from, int end) {
    if (end - from != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if ((bytes[from + i] | 0x20) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isUsual(byte[] bytes, int from, int end) {
    if (from == end || bytes[end - 1] == ' ') {
      return false;
    }
    return switch (this) {
      case HOST -> isHost(bytes, from, end);
      case CONTENT_LENGTH -> isLength(bytes, from, end);
      case CONTENT_TYPE ->
        Arrays.equals(bytes, from, end, JSON, 0, JSON.length)
            || Arrays.equals(bytes, from, end, JSON_IN_UTF_8, 0, JSON_IN_UTF_8.length);
      case CONNECTION -> same(KEEP_ALIVE, bytes, from, end);
      default -> true;
    };
  }

  private static boolean isHost(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      byte c = bytes[i];
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letterOrDigit && ".-:[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
