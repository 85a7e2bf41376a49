package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "1 2",
        "{} x",
        "nul",
        "01",
        "\"\u0001\"",
        "[1,]",
        "'a'"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> JsonText.parse(text))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasNoCause();
  }

  @Test
  void readsNumbersBeyondLong() {
    assertThat(JsonText.parse("123456789012345678901234567890")).isEqualTo(1.2345678901234568e29);
  }

  @Test
  void readsBackWhatItWrites() {
    long seed = new SecureRandom().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Object value = value(random, 4);
      assertThat(JsonText.parse(JsonText.write(value))).as("seed %d", seed).isEqualTo(value);
    }
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble();
      case 4, 5 -> text(random);
      case 6 -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield items;
      }
      default -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), value(random, depth - 1));
        }
        yield members;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint = random.nextInt(0x2FFFF);
      text.appendCodePoint(codePoint >= 0xD800 && codePoint <= 0xDFFF ? '"' : codePoint);
    }
    return text.toString();
  }
}
