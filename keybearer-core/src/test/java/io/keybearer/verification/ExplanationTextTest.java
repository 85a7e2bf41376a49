package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTextTest {
  private static final Pattern FIXED =
      Pattern.compile("\\{\\d+}|IPv[46]|Referer|Origin|https?\\b|Keybearer| \\* |\\bshadow\\b");

  @ParameterizedTest
  @ValueSource(strings = {"", "_es", "_fr", "_de", "_pt"})
  void hasOneSentenceForEveryName(String suffix) throws IOException {
    List<String> names = Arrays.stream(ExplanationText.values()).map(Enum::name).toList();
    assertThat(texts(suffix).keySet()).containsExactlyInAnyOrderElementsOf(names);
    assertThat(texts(suffix).values()).allMatch(text -> text.matches("\\S[^.]*(\\.\\S[^.]*)*\\."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_es", "_fr", "_de", "_pt"})
  void keepsPlacesAndTechnicalNamesOfEnglish(String suffix) throws IOException {
    Map<String, String> translated = texts(suffix);
    texts("")
        .forEach((name, english) -> assertThat(found(translated.getOrDefault(name, "")))
            .as(name + suffix)
            .containsAll(places(english)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"_es", "_fr", "_de", "_pt"})
  void leavesNothingInEnglish(String suffix) throws IOException {
    Map<String, String> translated = texts(suffix);
    texts("")
        .forEach((name, english) ->
            assertThat(translated.getOrDefault(name, "")).as(name + suffix).isNotEqualTo(english));
  }

  private static List<String> places(String text) {
    return found(text).stream().distinct().toList();
  }

  private static List<String> found(String text) {
    return FIXED.matcher(text).results().map(found -> found.group()).toList();
  }

  private static Map<String, String> texts(String suffix) throws IOException {
    Properties texts = new Properties();
    try (InputStream bytes =
        ExplanationTextTest.class.getResourceAsStream("explanations" + suffix + ".properties")) {
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
