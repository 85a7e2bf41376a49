package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteRuleTest {
  @Test
  void decidesAsListed() {
    for (List<String> vector : Vectors.read("routes.txt")) {
      if (vector.size() == 4) {
        RouteRule rule = RouteRule.parse(vector.get(0));
        boolean permitted = vector.get(3).equals("permitted");
        assertThat(rule.permits(vector.get(1), vector.get(2)))
            .as("%s", vector)
            .isEqualTo(permitted);
        assertThat(RouteRule.parse(rule.toString())).as("%s", vector).isEqualTo(rule);
      }
    }
  }

  @Test
  void refusesWhatIsNoRule() {
    for (List<String> vector : Vectors.read("routes.txt")) {
      if (vector.size() == 2) {
        assertThatThrownBy(() -> RouteRule.parse(vector.get(0)))
            .as("%s", vector)
            .isInstanceOfSatisfying(
                InvalidValueException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ROUTE_INVALID));
      }
    }
  }

  @Test
  void writesTheCanonicalText() {
    assertThat(RouteRule.parse("GET,HEAD,GET /a/../b/%7ex/*")).hasToString("GET,HEAD /b/~x/*");
    assertThat(RouteRule.parse("* /*")).hasToString("* /*");
  }

  @Test
  void coversWhatIsNarrower() {
    assertThat(covers("* /*", "GET /orders")).isTrue();
    assertThat(covers("GET,HEAD /orders/*", "HEAD /orders/x/*")).isTrue();
    assertThat(covers("GET /orders/*", "GET /orders")).isFalse();
    assertThat(covers("GET /orders/*", "GET,POST /orders/x")).isFalse();
    assertThat(covers("GET /orders/*", "* /orders/x")).isFalse();
    assertThat(covers("GET /orders", "GET /orders/*")).isFalse();
    assertThat(covers("GET /orders/x/*", "GET /*")).isFalse();
  }

  @Test
  void passesWhatOneOfTheRulesPasses() {
    AllowedRoutes allowed = AllowedRoutes.of(List.of("GET /orders", "GET /orders/*", "* /health"));
    assertThat(allowed.permits("GET", "/orders")).isTrue();
    assertThat(allowed.permits("GET", "/orders/7")).isTrue();
    assertThat(allowed.permits("POST", "/health")).isTrue();
    assertThat(allowed.permits("POST", "/orders")).isFalse();
    assertThat(allowed.permits(null, "/health")).isFalse();
    assertThat(allowed.permits("GET", null)).isFalse();
    assertThat(allowed.covers(AllowedRoutes.of(List.of("GET /orders/7", "GET /health"))))
        .isTrue();
    assertThat(allowed.covers(AllowedRoutes.of(List.of("GET /orders/7", "GET /x"))))
        .isFalse();
    assertThat(allowed.texts()).containsExactly("GET /orders", "GET /orders/*", "* /health");
  }

  @Test
  void refusesEmptyList() {
    assertThatThrownBy(() -> AllowedRoutes.of(List.of()))
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.EMPTY_LIST));
  }

  /** Whatever decoding and slash merging a server does once, the path stays below the prefix. */
  @Test
  void neverLetsGeneratedPathsClimbOut() {
    Random random = Vectors.random();
    RouteRule rule = RouteRule.parse("GET /a/b/*");
    List<String> pieces =
        List.of("/", "/", "/", "a", "b", "x", ".", "..", "%2e", "%2E", "%2f", "%5C", ";", "%3b");
    int permitted = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder path = new StringBuilder("/a/b/");
      for (int length = random.nextInt(9); length > 0; length--) {
        path.append(pieces.get(random.nextInt(pieces.size())));
      }
      if (rule.permits("GET", path.toString())) {
        permitted++;
        assertThat(asLenientServer(path.toString(), false)).as("%s", path).startsWith("/a/b/");
        assertThat(asLenientServer(path.toString(), true)).as("%s", path).startsWith("/a/b/");
      }
    }
    assertThat(permitted).isBetween(1_000, 49_000);
  }

  private static String asLenientServer(String path, boolean decodesFirst) {
    String text = path.replace("%2e", ".").replace("%2E", ".");
    if (decodesFirst) {
      text = text.replace("%2f", "/").replace("%5C", "/").replace("%3b", ";");
    }
    StringBuilder out = new StringBuilder();
    for (String segment : text.split("/", -1)) {
      String name = segment.split(";", -1)[0];
      if (name.equals("..")) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (!name.isEmpty() && !name.equals(".")) {
        out.append('/').append(name);
      }
    }
    return out.append('/').toString();
  }

  private static boolean covers(String one, String other) {
    return RouteRule.parse(one).covers(RouteRule.parse(other));
  }

  @Test
  void saysWhichPathsAllServersReadAlike() {
    assertThat(RouteRule.isClear("/orders/7?next=/..;x")).isTrue();
    assertThat(RouteRule.isClear("/orders/./7;v=1")).isTrue();
    assertThat(RouteRule.isClear("/orders/..;x/7")).isFalse();
    assertThat(RouteRule.isClear("/orders%00")).isFalse();
    assertThat(RouteRule.isClear("orders")).isFalse();
  }
}
