package io.keybearer.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of texts in every language, read from {@code problems.properties} (English) and {@code
 * problems_es.properties} and so on, UTF-8, beside the class that owns them. Immutable.
 */
public final class ProblemTexts {
  /** The languages that problems are told in; the first is the one for everybody else. */
  public static final List<Locale> LANGUAGES = List.of(
      Locale.ENGLISH,
      Locale.forLanguageTag("es"),
      Locale.FRENCH,
      Locale.GERMAN,
      Locale.forLanguageTag("pt"));

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

  private final Properties english;
  private final Map<String, Properties> translations = new HashMap<>();

  private ProblemTexts(Class<?> owner, String family) {
    english = read(owner, family + ".properties");
    for (Locale language : LANGUAGES.subList(1, LANGUAGES.size())) {
      String name = language.getLanguage();
      translations.put(name, read(owner, family + "_" + name + ".properties"));
    }
  }

  /** Reads the texts of problems that lie beside this class. */
  public static ProblemTexts beside(Class<?> owner) {
    return new ProblemTexts(owner, "problems");
  }

  /**
   * Reads texts of another kind that lie beside this class.
   *
   * @param family what their files are called, {@code explanations} for {@code
   *     explanations.properties} and so on
   */
  public static ProblemTexts beside(Class<?> owner, String family) {
    return new ProblemTexts(owner, family);
  }

  /** Says a text in the reader's language, in English where we do not have it. */
  public String text(Locale locale, String name, List<String> arguments) {
    Properties texts = translations.getOrDefault(locale.getLanguage(), english);
    return fill(texts.getProperty(name, english.getProperty(name, name)), arguments);
  }

  private static String fill(String pattern, List<String> arguments) {
    return PLACE.matcher(pattern).replaceAll(place -> {
      int index = Integer.parseInt(place.group(1));
      return Matcher.quoteReplacement(
          index < arguments.size() ? arguments.get(index) : place.group());
    });
  }

  private static Properties read(Class<?> owner, String name) {
    Properties texts = new Properties();
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name + " beside " + owner.getName());
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts;
  }
}
