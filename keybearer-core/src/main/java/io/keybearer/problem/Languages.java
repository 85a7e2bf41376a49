package io.keybearer.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the language of an answer by {@code Accept-Language} (RFC 9110, section 12.5.4). */
public final class Languages {
  private static final int LONGEST = 500;

  private Languages() {}

  /**
   * The best of our languages for a reader.
   *
   * @param acceptLanguage the field as it came; what cannot be read counts as absent
   */
  public static Locale best(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > LONGEST) {
      return Locale.ENGLISH;
    }
    try {
      List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(acceptLanguage);
      Locale found = Locale.lookup(wanted, ProblemTexts.LANGUAGES);
      return found == null ? Locale.ENGLISH : found;
    } catch (IllegalArgumentException unreadable) {
      return Locale.ENGLISH;
    }
  }
}
