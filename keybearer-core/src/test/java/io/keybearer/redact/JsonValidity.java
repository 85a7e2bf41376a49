package io.keybearer.redact;

/** Whether a text is one JSON value of RFC 8259, looked at by other means than the redaction's. */
final class JsonValidity {
  private final String text;
  private int at;

  private JsonValidity(String text) {
    this.text = text;
  }

  static boolean isValid(String text) {
    JsonValidity reading = new JsonValidity(text);
    return reading.value() && reading.at == text.length();
  }

  private boolean value() {
    blanks();
    boolean good = switch (peek()) {
      case '{' -> members('}', true);
      case '[' -> members(']', false);
      case '"' -> string();
      default -> literal();
    };
    blanks();
    return good;
  }

  private boolean members(char end, boolean named) {
    at++;
    blanks();
    if (peek() == end) {
      at++;
      return true;
    }
    while (true) {
      blanks();
      if (named) {
        if (peek() != '"' || !string()) {
          return false;
        }
        blanks();
        if (text.charAt(at++) != ':') {
          return false;
        }
      }
      if (!value()) {
        return false;
      }
      char c = peek();
      at++;
      if (c == end || c != ',') {
        return c == end;
      }
    }
  }

  private boolean string() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) < ' ') {
        return false;
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at++ < text.length();
  }

  private boolean literal() {
    int start = at;
    while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at)
        .matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
