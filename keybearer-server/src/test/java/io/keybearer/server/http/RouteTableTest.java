package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final Handler NOTHING = call -> Answer.json(200, new byte[0]);

  private static Route get(String path) {
    return Route.get(path, Requirement.open(), Set.of(), NOTHING);
  }

  @Test
  void prefersFixedSegments() {
    RouteTable table = new RouteTable(List.of(get("/keys/{id}"), get("/keys/verify")));

    assertThat(table.find(HttpMethod.GET, List.of("keys", "verify")).route().path())
        .hasToString("/keys/verify");
    assertThat(table.find(HttpMethod.GET, List.of("keys", "x")).segments())
        .containsEntry("id", "x");
    assertThat(table.find(HttpMethod.HEAD, List.of("keys", "x")).route().path())
        .hasToString("/keys/{id}");
  }

  @Test
  void findsWholePathsAsTheyCame() {
    RouteTable table = new RouteTable(List.of(get("/keys/{id}"), get("/keys/verify")));

    for (String path : List.of("/keys/verify", "/keys/%76erif%79")) {
      for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
        RouteTable.Match match = table.find(method, path);
        assertThat(match.route().path()).hasToString("/keys/verify");
        assertThat(match.segments()).isEmpty();
      }
    }
    assertThat(table.find(HttpMethod.GET, "/keys/a%2Fb").segments()).containsEntry("id", "a/b");
    for (String path : List.of("/keys/verify/", "//keys/verify", "/keys", "/Keys/verify")) {
      assertThatThrownBy(() -> table.find(HttpMethod.GET, path))
          .isInstanceOfSatisfying(
              KeybearerException.class,
              unknown -> assertThat(unknown.code()).isEqualTo(ServerProblem.ROUTE_NOT_FOUND));
    }
    for (String path : List.of("", "keys/verify", "/keys/verify%", "/keys/verify\u0000")) {
      assertThatThrownBy(() -> table.find(HttpMethod.GET, path))
          .isInstanceOfSatisfying(
              KeybearerException.class,
              malformed -> assertThat(malformed.code()).isEqualTo(ServerProblem.MALFORMED_ADDRESS));
    }
    assertThatThrownBy(() -> table.find(HttpMethod.POST, "/keys/verify"))
        .isInstanceOfSatisfying(
            MethodNotAllowedException.class,
            other -> assertThat(other.allow()).isEqualTo("GET, HEAD, OPTIONS"));
  }

  /** The null is what a careless declaration would be. */
  @Test
  @SuppressWarnings("NullAway")
  void startsNoRouteWithoutDeclaredPermission() {
    Route undeclared = new Route(
        HttpMethod.GET, PathTemplate.of("/x"), null, Set.of(), BodyRule.none(), NOTHING, true);

    assertThatThrownBy(() -> new RouteTable(List.of(undeclared)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("GET /x");
  }

  @Test
  void startsNoRouteTwice() {
    assertThatThrownBy(() -> new RouteTable(List.of(get("/x"), get("/x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /x");
  }
}
