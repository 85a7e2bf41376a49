package io.keybearer.log;

import io.keybearer.redact.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Makes text that came with a request fit to keep: no query, no control characters, no unpaired
 * surrogates, no more than so many characters, and nothing that looks like a secret.
 */
final class LogText {
  private static final int MOST_PATH = 2_048;
  private static final int MOST_AGENT = 512;
  private static final int MOST_METHOD = 32;
  private static final int LONGEST_KEY = 256;

  private final Redactor redactor;

  /**
   * Makes a cleaner.
   *
   * @param redactor takes secrets out of texts
   */
  LogText(Redactor redactor) {
    this.redactor = redactor;
  }

  /** A path or referer: without query and fragment. */
  @Nullable
  String address(@Nullable String text) {
    return text == null ? null : clean(text.substring(0, endOfPath(text)), MOST_PATH);
  }

  @Nullable
  String agent(@Nullable String text) {
    return text == null ? null : clean(text, MOST_AGENT);
  }

  @Nullable
  String method(@Nullable String text) {
    return text == null ? null : clean(text, MOST_METHOD);
  }

  private static int endOfPath(String text) {
    int query = text.indexOf('?');
    int fragment = text.indexOf('#');
    int end = query < 0 ? text.length() : query;
    return fragment < 0 ? end : Math.min(end, fragment);
  }

  private String clean(String text, int most) {
    String shown = text.length() > 4 * most ? beginning(text, 4 * most) : text;
    String safe = needsNoCleaning(shown) ? shown : replaceUnfit(shown);
    String redacted = redactor.text(safe);
    if (redacted.length() <= most) {
      return redacted;
    }
    int end = Character.isHighSurrogate(redacted.charAt(most - 1)) ? most - 1 : most;
    return redacted.substring(0, end);
  }

  /** Cuts a text, and what could be the beginning of a key with it: half a key is not recognised. */
  private static String beginning(String text, int most) {
    int end = most;
    while (end > most - LONGEST_KEY && end > 0 && isOfKeys(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isOfKeys(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean needsNoCleaning(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7F && c < 0xA0) || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static String replaceUnfit(String text) {
    StringBuilder fit = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || isUnpaired(c) ? '\uFFFD' : c)
        .forEach(fit::appendCodePoint);
    return fit.toString();
  }

  private static boolean isUnpaired(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
