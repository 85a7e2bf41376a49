package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * Reads one element of a {@code Forwarded} header (RFC 7239 section 4): pairs of a token and a token
 * or quoted string, joined by semicolons. An element that breaks the grammar, or has no {@code for}
 * or two of them, names no address.
 */
final class ForwardedElement {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private final String text;
  private int position;

  private ForwardedElement(String text) {
    this.text = text;
  }

  /**
   * Where the element that ends before {@code end} is parted from the one before it; -1: nowhere.
   * Looks from the right, so that a quote left open by a client can't swallow what proxies added
   * after it.
   */
  static int separatorBefore(String line, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = line.charAt(i);
      if (c == ',' && !quoted) {
        return i;
      }
      if (c == '"' && !(quoted && isEscaped(line, i))) {
        quoted = !quoted;
      }
    }
    return -1;
  }

  private static boolean isEscaped(String line, int quote) {
    int backslash = quote;
    while (backslash > 0 && line.charAt(backslash - 1) == '\\') {
      backslash--;
    }
    return (quote - backslash) % 2 == 1;
  }

  /** The address of the element's {@code for}; null when it names none. */
  static @Nullable IpAddress address(String element) {
    return new ForwardedElement(element).read();
  }

  private @Nullable IpAddress read() {
    String node = null;
    do {
      skipSpaces();
      String name = token();
      boolean quoted = position + 1 < text.length() && text.charAt(position + 1) == '"';
      if (name.isEmpty() || !takes('=')) {
        return null;
      }
      String value = quoted ? quotedString() : token();
      if (value == null || (value.isEmpty() && !quoted)) {
        return null;
      }
      if (name.equalsIgnoreCase("for")) {
        if (node != null) {
          return null;
        }
        node = value;
      }
      skipSpaces();
    } while (takes(';'));
    if (node == null || position < text.length()) {
      return null;
    }
    return ForwardedNode.address(node, ForwardedNode.BRACKETED_IPV6);
  }

  private boolean takes(char expected) {
    boolean there = position < text.length() && text.charAt(position) == expected;
    position += there ? 1 : 0;
    return there;
  }

  private void skipSpaces() {
    while (position < text.length() && " \t".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private String token() {
    int start = position;
    while (position < text.length() && isTokenCharacter(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private @Nullable String quotedString() {
    StringBuilder value = new StringBuilder();
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return value.toString();
      }
      if (c == '\\') {
        position++;
        if (position == text.length()) {
          return null;
        }
      }
      value.append(text.charAt(position));
    }
    return null;
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }
}
