package io.keybearer.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointTemplateTest {
  static List<String> vectors() throws IOException {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(EndpointTemplateTest.class.getResourceAsStream("endpoints.txt")),
        StandardCharsets.UTF_8))) {
      return in.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void countsIdsAsOne(String vector) {
    int bar = vector.indexOf(" | ");
    assertThat(EndpointTemplate.of(vector.substring(0, bar))).isEqualTo(vector.substring(bar + 3));
  }

  @Test
  void cutsWhatIsLongAndReplacesWhatCannotBeKept() {
    assertThat(EndpointTemplate.of(null)).isEmpty();
    assertThat(EndpointTemplate.of("/a\u0000\uD83Db")).isEqualTo("/a\uFFFD\uFFFDb");
    assertThat(EndpointTemplate.of("/" + "x".repeat(5_000))).hasSize(EndpointTemplate.LONGEST);
    String pairs = EndpointTemplate.of("/" + "\uD83D\uDD11".repeat(200));
    assertThat(pairs).hasSize(EndpointTemplate.LONGEST - 1).endsWith("\uDD11");
  }

  @Test
  void namesNoMoreThanThereIsRoomFor() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < EndpointTemplate.MOST_PER_DAY; i++) {
      assertThat(EndpointTemplate.admit("/" + i, names)).isEqualTo("/" + i);
    }
    assertThat(EndpointTemplate.admit("/more", names)).isEqualTo(EndpointTemplate.OTHER);
    assertThat(EndpointTemplate.admit("/7", names)).isEqualTo("/7");
    assertThat(EndpointTemplate.admit("", names)).isEmpty();
  }
}
