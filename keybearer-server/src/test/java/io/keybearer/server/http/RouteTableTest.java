package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
