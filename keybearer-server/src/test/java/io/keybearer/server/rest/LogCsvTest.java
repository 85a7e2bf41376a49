package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogCsvTest {
  static List<String> vectors() throws IOException {
    try (InputStream in = Objects.requireNonNull(LogCsvTest.class.getResourceAsStream("csv.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void quotesWhatNeedsItAndDefusesFormulas(String vector) {
    int bar = vector.indexOf(" | ");
    String value = bar < 0 ? "" : vector.substring(0, bar);
    String field = bar < 0 ? "" : vector.substring(bar + 3);
    assertThat(LogCsv.field(unescaped(value))).isEqualTo(unescaped(field));
  }

  private static String unescaped(String text) {
    return text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n");
  }
}
