package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.KeybearerException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @Test
  void decodesSegmentsOneByOne() {
    assertThat(Address.segments("/v1/companies/a%2Fb/%C3%A9+"))
        .containsExactly("v1", "companies", "a/b", "é+");
    assertThat(Address.segments("/")).containsExactly("");
    assertThat(Address.segments("/a//")).containsExactly("a", "", "");
  }

  @Test
  void decodesParameters() {
    assertThat(Address.parameters(
            "text=a+b%2Bc&limit=&&user=%F0%9F%98%80", Set.of("text", "limit", "user")))
        .containsEntry("text", "a b+c")
        .containsEntry("limit", "")
        .containsEntry("user", "😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "/%",
        "/%a",
        "/%g0",
        "/%+1",
        "/%ff",
        "/%00",
        "/%ed%a0%80",
        "/é",
        "/a b"
      })
  void refusesMalformedPaths(String path) {
    assertThatThrownBy(() -> Address.segments(path)).isInstanceOf(KeybearerException.class);
  }

  @Test
  void readsWhatIsProperlyWritten() {
    long seed = new Random().nextLong();
    System.out.println("AddressTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      String text = random
          .ints(random.nextInt(12), 1, 0x10FFFF)
          .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
      String query = "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);

      assertThat(Address.parameters(query, Set.of("text"))).containsEntry("text", text);
    }
  }
}
