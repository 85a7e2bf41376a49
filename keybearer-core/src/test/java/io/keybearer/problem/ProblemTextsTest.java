package io.keybearer.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTextsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d+}");
  private static final Pattern TECHNICAL_NAME = Pattern.compile(
      "Authorization: Bearer|X-API-Key|Idempotency-Key|expires_at|PT1H|P30D|\\bnull\\b"
          + "|keybearer:[a-z]+|orders:[a-z*]+|GET /orders/\\*|\\bCIDR\\b|\\bIPv[46]\\b"
          + "|192\\.0\\.2\\.[0-9/]+|2001:db8::/32|https://\\*\\.example\\.com/app/\\*");

  @ParameterizedTest
  @ValueSource(strings = {"", "_es", "_fr", "_de", "_pt"})
  void hasOneTextForEveryCode(String suffix) throws IOException {
    List<String> codes = Arrays.stream(ProblemCode.values()).map(Enum::name).toList();

    assertThat(texts(suffix).keySet()).containsExactlyInAnyOrderElementsOf(codes);
    assertThat(texts(suffix).values()).allMatch(text -> text.matches("\\S.*[.?]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_es", "_fr", "_de", "_pt"})
  void keepsPlacesAndTechnicalNamesOfEnglish(String suffix) throws IOException {
    Map<String, String> translated = texts(suffix);

    texts("").forEach((code, english) -> {
      String text = translated.getOrDefault(code, "");
      assertThat(found(PLACE, text)).as(code).isEqualTo(found(PLACE, english));
      assertThat(found(TECHNICAL_NAME, text)).as(code).isEqualTo(found(TECHNICAL_NAME, english));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"_es", "_fr", "_de", "_pt"})
  void leavesNothingInEnglish(String suffix) throws IOException {
    Map<String, String> translated = texts(suffix);

    texts("")
        .forEach((code, english) ->
            assertThat(translated.getOrDefault(code, "")).as(code).isNotEqualTo(english));
  }

  @Test
  void speaksLanguageOfReader() {
    List<String> none = List.of();

    assertThat(ProblemCode.REQUIRED.text(Locale.ENGLISH, none))
        .isEqualTo("A value is required here.");
    assertThat(ProblemCode.REQUIRED.text(Locale.forLanguageTag("es-MX"), none))
        .isEqualTo("Aquí se requiere un valor.");
    assertThat(ProblemCode.REQUIRED.text(Locale.CANADA_FRENCH, none))
        .isEqualTo("Une valeur est obligatoire ici.");
    assertThat(ProblemCode.EMPTY_LIST.text(Locale.GERMANY, none)).contains("würde");
    assertThat(ProblemCode.REQUIRED.text(Locale.forLanguageTag("pt-BR"), none))
        .isEqualTo("É necessário um valor aqui.");
  }

  @Test
  void speaksEnglishToEverybodyElse() {
    assertThat(ProblemCode.REQUIRED.text(Locale.JAPANESE, List.of()))
        .isEqualTo("A value is required here.");
  }

  @Test
  void fillsPlaces() {
    assertThat(ProblemCode.WRONG_LENGTH.text(Locale.FRENCH, List.of("1", "100")))
        .isEqualTo("De 1 à 100 caractères attendus.");
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group()).sorted().toList();
  }

  private static Map<String, String> texts(String suffix) throws IOException {
    Properties texts = new Properties();
    try (InputStream bytes =
        ProblemTextsTest.class.getResourceAsStream("problems" + suffix + ".properties")) {
      assertThat(bytes).as("the texts " + suffix).isNotNull();
      try (Reader strict = new InputStreamReader(
          bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT))) {
        texts.load(strict);
      }
    }
    return texts.stringPropertyNames().stream()
        .collect(
            Collectors.toMap(name -> name, texts::getProperty, (one, other) -> one, TreeMap::new));
  }
}
