package io.keybearer.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Languages;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  private static final Pattern FIXED = Pattern.compile(
      "\\{\\d}|Authorization: Bearer|X-API-Key|If-Match|ETag|Idempotency-Key|Retry-After"
          + "|request_id|UTF-8|JSON|HTTP|ASCII");

  @ParameterizedTest
  @ValueSource(strings = {"", "_es", "_fr", "_de", "_pt"})
  void hasOneTextForEveryProblem(String suffix) throws IOException {
    Properties texts = texts(suffix);
    Properties english = texts("");

    assertThat(texts.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ServerProblem.values()).map(Enum::name).toList());
    for (String name : english.stringPropertyNames()) {
      assertThat(fixed(texts.getProperty(name)))
          .as(name + suffix)
          .isEqualTo(fixed(english.getProperty(name)));
      if (!suffix.isEmpty()) {
        assertThat(texts.getProperty(name)).isNotEqualTo(english.getProperty(name));
      }
    }
  }

  private static List<String> fixed(String text) {
    return FIXED.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  private static Properties texts(String suffix) throws IOException {
    Properties texts = new Properties();
    try (InputStream in =
        ProblemsTest.class.getResourceAsStream("problems" + suffix + ".properties")) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de|de",
        "de-CH, en;q=0.5|de",
        "en;q=0.2, fr;q=0.9|fr",
        "ja, pt-BR;q=0.3|pt",
        "ja|en",
        "*|en",
        "es;q=0|en",
        "nonsense;;q=|en",
        "''|en"
      })
  void choosesLanguageByQuality(String field, String language) {
    assertThat(Languages.best(field).getLanguage()).isEqualTo(language);
  }

  @Test
  void saysNothingOfWhatNobodyForesaw() {
    ProblemDocument problem =
        ProblemDocument.of(new IllegalStateException("select hash from keybearer_api_key"));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(new String(problem.json(Locale.ENGLISH, "r1"), StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"urn:keybearer:problem:internal\",\"code\":\"INTERNAL\","
            + "\"title\":\"Internal Server Error\",\"status\":500,\"detail\":\"Something failed"
            + " here. Nothing is known to have changed; give the request_id when you report"
            + " it.\",\"request_id\":\"r1\",\"errors\":[]}");
  }

  @Test
  void givesEveryServerProblemItsStatus() {
    for (ServerProblem problem : ServerProblem.values()) {
      assertThat(ProblemDocument.of(new KeybearerException(problem)).status())
          .isEqualTo(problem.status());
    }
  }
}
