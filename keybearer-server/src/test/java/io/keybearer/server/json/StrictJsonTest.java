package io.keybearer.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.KeybearerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  static Stream<String> refused() throws IOException {
    try (InputStream in = StrictJsonTest.class.getResourceAsStream("refused.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatReadersDisagreeAbout(String line) {
    String[] parts = line.split("\t", 2);

    KeybearerException problem =
        catchThrowableOfType(KeybearerException.class, () -> StrictJson.read(bytes(parts[1])));

    assertThat(problem).as(line).isNotNull();
    String code = problem instanceof InvalidRequestException invalid
        ? invalid.fields().get(0).code().name()
        : problem.code().name();
    assertThat(code).as(line).isEqualTo(parts[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [1, -0, 2.5e-3, true, false, null] ",
        "\"\\ud83d\\ude00 😀 \\n\"",
        "\"\ufffd as itself, and é\"",
        "9223372036854775807",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
        "{\"a\":{\"a\":{\"b\":1}},\"b\":1}"
      })
  void readsWhatIsStrict(String text) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(text);

    assertThat(StrictJson.read(text.getBytes(StandardCharsets.UTF_8)).toString())
        .isEqualTo(expected.toString());
  }

  @Test
  void saysWhereReadingStopped() {
    assertThatThrownBy(() -> StrictJson.read(bytes("{\n  \"a\": x}")))
        .isInstanceOfSatisfying(
            KeybearerException.class,
            problem -> assertThat(problem.arguments()).containsExactly("2", "8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':[1,{'b':{'c':1,'c':2}}]} | a[1].b.c",
        "{'a':[[],[{},{'b':'\\u0000'}]]} | a[1][1].b",
        "{'a':{'b':1},'c':[{'\\ud800':1}]} | c[0]",
        "[1,2,1e999] | [2]",
        "['\\u0000'] | [0]"
      })
  void saysWhereTheProblemStands(String text, String path) {
    assertThatThrownBy(() -> StrictJson.read(bytes(text.replace('\'', '"'))))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            invalid -> assertThat(invalid.fields())
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo(path)));
  }

  @Test
  void saysWhereInItsLineTheProblemStands() {
    assertThatThrownBy(() -> StrictJson.readLines(bytes("{}\n\n{\"a\":{\"b\":1,\"b\":1}}")))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            invalid -> assertThat(invalid.fields())
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("[1].a.b")));
  }

  @Test
  void readsNumberTooLargeForLongAsOneThatNoRangeHolds() {
    ObjectReader reader = ObjectReader.of(StrictJson.read(bytes("{\"n\":9223372036854775808}")));

    reader.number("n");

    assertThat(reader.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code().name()).isEqualTo("OUT_OF_RANGE"));
  }

  @Test
  void agreesWithJacksonOrRefuses() {
    long seed = new Random().nextLong();
    System.out.println("StrictJsonTest seed " + seed);
    Random random = new Random(seed);
    List<String> pieces =
        List.of("{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "1", "2.5", "true", "null", " ");
    ObjectMapper lenient = new ObjectMapper();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length >= 0; length--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      check(text.toString(), lenient);
    }
  }

  private static void check(String text, ObjectMapper lenient) {
    JsonNode read;
    try {
      read = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (KeybearerException refused) {
      return;
    }
    try {
      assertThat(read.toString()).isEqualTo(lenient.readTree(text).toString());
    } catch (IOException disagrees) {
      throw new AssertionError("read what is no JSON: " + text, disagrees);
    }
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
