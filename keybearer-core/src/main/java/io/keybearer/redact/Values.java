package io.keybearer.redact;

/** Finds where values end in texts of no known form; in doubt, later. Immutable. */
final class Values {
  private static final String AFTER_VALUE = ",}]&;>/)\r\n\\";

  private final String in;
  private final boolean ofForm;

  /**
   * Makes one.
   *
   * @param ofForm whether the value follows {@code =}, so that {@code &} may end it
   */
  Values(String in, boolean ofForm) {
    this.in = in;
    this.ofForm = ofForm;
  }

  /** Where the value that begins here ends. */
  int end(int start) {
    int quote = start;
    while (quote < in.length() && in.charAt(quote) == '\\') {
      quote++;
    }
    if (quote >= in.length()) {
      return in.length();
    }
    char c = in.charAt(quote);
    int end = start;
    if (c == '"' || c == '\'' || c == '`') {
      end = endOfQuoted(quote, quote - start);
    } else if (c == '{' || c == '[') {
      end = endOfBrackets(start);
    }
    if (end == start) {
      return endOfLines(start);
    }
    return isOver(end) ? end : endOfLines(end);
  }

  private boolean isOver(int end) {
    int at = end;
    while (at < in.length() && (in.charAt(at) == ' ' || in.charAt(at) == '\t')) {
      at++;
    }
    return at >= in.length() || AFTER_VALUE.indexOf(in.charAt(at)) >= 0;
  }

  private int endOfQuoted(int quote, int backslashes) {
    char closing = in.charAt(quote);
    int slashes = 0;
    for (int at = quote + 1; at < in.length(); at++) {
      char c = in.charAt(at);
      if (c == closing && slashes <= backslashes && (slashes == backslashes || slashes % 2 == 0)) {
        return at + 1;
      }
      slashes = c == '\\' ? slashes + 1 : 0;
    }
    return in.length();
  }

  private int endOfBrackets(int start) {
    int open = 0;
    boolean quoted = false;
    for (int at = start; at < in.length(); at++) {
      char c = in.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        open++;
      } else if (!quoted && (c == '}' || c == ']') && --open <= 0) {
        return at + 1;
      }
    }
    return in.length();
  }

  /** The end of the line, and of further ones that are indented; of a form, also {@code &}. */
  int endOfLines(int start) {
    int at = start;
    while (at < in.length()) {
      char c = in.charAt(at);
      if (ofForm && c == '&') {
        return at;
      }
      if ((c == '\n' || c == '\r') && !continues(at)) {
        return at;
      }
      at++;
    }
    return at;
  }

  private boolean continues(int at) {
    int next = in.charAt(at) == '\r' && at + 1 < in.length() && in.charAt(at + 1) == '\n'
        ? at + 2
        : at + 1;
    return next < in.length() && (in.charAt(next) == ' ' || in.charAt(next) == '\t');
  }
}
