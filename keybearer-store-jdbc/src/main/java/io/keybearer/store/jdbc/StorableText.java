package io.keybearer.store.jdbc;

/** Which texts both databases give back as they were: PostgreSQL has no U+0000, UTF-8 no halves. */
final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isAlone(text, i)) {
        return false;
      }
    }
    return true;
  }

  /** The text, with U+FFFD in the place of what cannot be stored. */
  static String of(String text) {
    if (isStorable(text)) {
      return text;
    }
    StringBuilder storable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      storable.append(isAlone(text, i) ? REPLACEMENT : text.charAt(i));
    }
    return storable.toString();
  }

  private static boolean isAlone(String text, int i) {
    char c = text.charAt(i);
    if (c == 0) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
