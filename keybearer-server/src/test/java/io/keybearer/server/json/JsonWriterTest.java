package io.keybearer.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Test
  void separatesMembersAndEntriesAtEveryLevel() {
    assertThat(written(json -> {
          json.texts("none", List.of());
          json.texts("one", Arrays.asList("a", null));
          json.object("empty", inner -> {});
          json.object("object", inner -> {
            inner.flag("yes", true);
            inner.object("absent", null, (value, writer) -> {});
          });
          json.objects("objects", List.of(1L, 2L), (value, writer) -> writer.number("n", value));
          json.texts("made", List.of(1, 2), number -> "<" + number + ">");
          json.map("map", Map.of("k", "v"));
          json.decimal("decimal", 1.5);
          json.number("last", (Long) null);
        }))
        .isEqualTo("{\"none\":[],\"one\":[\"a\",null],\"empty\":{},"
            + "\"object\":{\"yes\":true,\"absent\":null},\"objects\":[{\"n\":1},{\"n\":2}],"
            + "\"made\":[\"<1>\",\"<2>\"],\"map\":{\"k\":\"v\"},\"decimal\":1.5,\"last\":null}");
  }

  @Test
  void anObjectWithoutMembersIsEmpty() {
    assertThat(written(json -> {})).isEqualTo("{}");
  }

  @Test
  void escapesOnlyWhatMustBe() {
    assertThat(written(json -> json.text("t", "\"\\/\b\t\n\f\r\u0000\u001f\u007fé€😀")))
        .isEqualTo("{\"t\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001F\u007fé€😀\"}");
  }

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(written(json -> json.text("t", "a\ud800b\udc00\ud83d")))
        .isEqualTo("{\"t\":\"a\ufffdb\ufffd\ufffd\"}");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 1_000_000, Long.MAX_VALUE, -1, -10, Long.MIN_VALUE})
  void writesWholeNumbers(long number) {
    assertThat(written(json -> json.number("n", number))).isEqualTo("{\"n\":" + number + "}");
  }

  @Test
  void writesWhatOthersReadBack() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("JsonWriterTest seed " + seed);
    Random random = new Random(seed);
    ObjectMapper reader = new ObjectMapper();
    for (int i = 0; i < 2_000; i++) {
      String name = text(random);
      String value = text(random);
      long number = random.nextLong() >> random.nextInt(64);
      UUID id = new UUID(random.nextLong(), number);
      JsonNode read = reader.readTree(JsonWriter.object(json -> {
        json.text("text", value);
        json.map("map", Map.of("text " + name, value));
        json.number("number", number);
        json.id("id", id);
      }));
      assertThat(read.path("text").textValue()).isEqualTo(value);
      assertThat(read.path("map").path("text " + name).textValue()).isEqualTo(value);
      assertThat(read.path("number").longValue()).isEqualTo(number);
      assertThat(read.path("id").textValue()).isEqualTo(id.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "2030-12-31T23:59:59.999999999Z, 2030-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.009Z, 9999-12-31T23:59:59.009Z",
    "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
    "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000Z"
  })
  void writesInstants(Instant instant, String text) {
    assertThat(JsonWriter.text(instant)).isEqualTo(text);
  }

  @Test
  void writesInstantsAsAFormatterDoes() {
    long seed = new Random().nextLong();
    System.out.println("JsonWriterTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      Instant instant = Instant.ofEpochMilli(random.nextLong() >> random.nextInt(8, 64));
      assertThat(JsonWriter.text(instant)).isEqualTo(INSTANT.format(instant));
    }
  }

  /** Of any characters, the rare ones often; never half a pair. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(40); length > 0; length--) {
      int bound = List.of(0x20, 0x80, 0x800, 0x10000, 0x110000).get(random.nextInt(5));
      int codePoint = random.nextInt(bound);
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? '"' : codePoint);
    }
    return text.toString();
  }

  private static String written(Consumer<JsonWriter> members) {
    return new String(JsonWriter.object(members), StandardCharsets.UTF_8);
  }
}
