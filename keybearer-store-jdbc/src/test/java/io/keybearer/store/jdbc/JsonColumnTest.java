package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonColumnTest {
  @Test
  void writesWhatOtherProgramsCanRead() {
    assertThat(JsonColumn.ofTexts(List.of("a", "\"é\"\n"))).isEqualTo("[\"a\",\"\\\"é\\\"\\n\"]");
    Map<String, String> map = new LinkedHashMap<>();
    map.put("z", "1");
    map.put("a", "");
    assertThat(JsonColumn.ofMap(map)).isEqualTo("{\"z\":\"1\",\"a\":\"\"}");
    assertThat(JsonColumn.ofLimits(List.of(new NamedLimit("burst", RateLimit.perSeconds(5, 1)))))
        .isEqualTo("[{\"name\":\"burst\",\"limit\":5,\"window\":1}]");
    assertThat(JsonColumn.ofTexts(List.of())).isEqualTo("[]");
    assertThat(JsonColumn.ofMap(Map.of())).isEqualTo("{}");
  }

  @Test
  void readsBackAnyTextInAnyOrder() {
    long seed = Long.getLong("keybearer.seed", new Random().nextLong());
    System.out.println("JSON columns with -Dkeybearer.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<String> texts = new ArrayList<>();
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        texts.add(text(random));
        map.put(text(random), text(random));
      }
      assertThat(JsonColumn.texts(JsonColumn.ofTexts(texts))).isEqualTo(texts);
      assertThat(JsonColumn.map(JsonColumn.ofMap(map)).entrySet())
          .containsExactlyElementsOf(map.entrySet());
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int character = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT);
      text.appendCodePoint(Character.getType(character) == Character.SURROGATE ? '"' : character);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[1]", "[null]", "[\"a\"", "[[]]", "secret"})
  void refusesWhatIsNoListOfTextsWithoutQuotingIt(String column) {
    assertThatThrownBy(() -> JsonColumn.texts(column))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"a\":1}", "{\"a\":null}", "{\"a\"", "{\"a\":{}}"})
  void refusesWhatIsNoMapOfTexts(String column) {
    assertThatThrownBy(() -> JsonColumn.map(column)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "[{}]", "[{\"limit\":\"x\"}]", "[{\"other\":1}]"})
  void refusesWhatIsNoListOfLimits(String column) {
    assertThatThrownBy(() -> JsonColumn.limits(column)).isInstanceOf(RuntimeException.class);
  }
}
