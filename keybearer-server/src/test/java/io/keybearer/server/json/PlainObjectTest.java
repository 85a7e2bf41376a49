package io.keybearer.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainObjectTest {
  private static @Nullable PlainObject read(String json) {
    return PlainObject.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsTextsAndNumbersByName() {
    PlainObject object = Objects.requireNonNull(
        read(" {\"key\" : \"kb_s_x\",\r\n\t\"cost\":120, \"ip\":\"\" , \"none\":0} "));
    assertThat(object.text("key")).isEqualTo("kb_s_x");
    assertThat(object.number("cost", 1)).isEqualTo(120);
    assertThat(object.text("ip")).isEmpty();
    assertThat(object.isWhollyRead()).isFalse();
    assertThat(object.number("none", 1)).isZero();
    assertThat(object.isWhollyRead()).isTrue();
  }

  @Test
  void givesNothingForAnAbsentMemberOrOneOfAnotherType() {
    PlainObject object = Objects.requireNonNull(read("{\"a\":\"1\",\"b\":1}"));
    assertThat(object.text("b")).isNull();
    assertThat(object.number("a", 7)).isEqualTo(7);
    assertThat(object.text("c")).isNull();
    assertThat(object.number("c", 7)).isEqualTo(7);
    assertThat(object.isWhollyRead()).isFalse();
  }

  @Test
  void readsTheLongestNumberThatFitsWithoutALook() {
    PlainObject object = Objects.requireNonNull(read("{\"n\":999999999999999999}"));
    assertThat(object.number("n", 0)).isEqualTo(999_999_999_999_999_999L);
    assertThat(read("{\"n\":1000000000000000000}")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "{}",
        "{",
        "}",
        "{\"a\":\"b\"",
        "{\"a\":\"b\"}}",
        "{\"a\":\"b\"}x",
        "{\"a\":\"b\",}",
        "{,\"a\":\"b\"}",
        "{\"a\" \"b\"}",
        "{\"a\":}",
        "{\"a\"}",
        "{a:\"b\"}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "{\"a\":\"b\",\"a\":\"c\"}",
        "{\"a\":\"\\u0041\"}",
        "{\"\\u0061\":\"b\"}",
        "{\"a\":\"é\"}",
        "{\"a\":\"b\nc\"}",
        "{\"a\":\"b\u007f\"}",
        "{\"a\":null}",
        "{\"a\":true}",
        "{\"a\":[]}",
        "{\"a\":{}}",
        "{\"a\":-1}",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":00}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1 2}",
        "{'a':'b'}",
        "\uFEFF{\"a\":\"b\"}",
        "{\"a\":\"b\"}\u0000",
        "{\"a\":\"b}"
      })
  void leavesEverythingElseToTheStrictReader(String json) {
    assertThat(read(json)).isNull();
  }

  @Test
  void leavesManyMembersToTheStrictReader() {
    StringBuilder json = new StringBuilder("{\"m0\":0");
    for (int i = 1; i < 16; i++) {
      json.append(",\"m").append(i).append("\":").append(i);
    }
    assertThat(read(json + "}")).isNotNull();
    assertThat(read(json + ",\"m16\":16}")).isNull();
  }
}
