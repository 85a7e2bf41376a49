package io.keybearer.server.lane;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The header fields that a usual request may have, each at most once. */
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

  private final String inLowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Notes a field's value; false when it is none of these, is there already, or is not usual. */
  static boolean note(
      byte[] bytes, int start, int colon, int from, int end, Map<UsualField, String> fields) {
    for (UsualField field : ALL) {
      if (field.isNamed(bytes, start, colon)) {
        String value = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        return field.isUsual(value) && fields.put(field, value) == null;
      }
    }
    return false;
  }

  /**
   * How long the body is, by the fields of a whole head.
   *
   * @return -1 unless there are host, one credential, the type of the body and its length
   */
  static int bodyLength(Map<UsualField, String> fields) {
    String length = fields.get(CONTENT_LENGTH);
    boolean whole = fields.containsKey(HOST)
        && fields.containsKey(CONTENT_TYPE)
        && fields.containsKey(AUTHORIZATION) != fields.containsKey(X_API_KEY);
    return whole && length != null ? Integer.parseInt(length) : -1;
  }

  /** In ASCII, a letter in lower case is the letter and this bit; the hyphen has it. */
  private boolean isNamed(byte[] bytes, int start, int colon) {
    if (colon - start != inLowerCase.length()) {
      return false;
    }
    for (int i = 0; i < inLowerCase.length(); i++) {
      if ((bytes[start + i] | 0x20) != inLowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isUsual(String value) {
    if (value.isEmpty() || value.charAt(value.length() - 1) == ' ') {
      return false;
    }
    return switch (this) {
      case HOST -> isHost(value);
      case CONTENT_LENGTH -> isLength(value);
      case CONTENT_TYPE ->
        value.equals("application/json") || value.equals("application/json; charset=utf-8");
      case CONNECTION -> value.equalsIgnoreCase("keep-alive");
      default -> true;
    };
  }

  private static boolean isLength(String value) {
    if (value.length() > MOST_DIGITS || value.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHost(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letterOrDigit && ".-:[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
