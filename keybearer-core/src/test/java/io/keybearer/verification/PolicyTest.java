package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.policy.IpAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules that look at the request, as a verification applies them. */
class PolicyTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void anAddressListDeniesOthersAndTheUnknown() {
    IssuedKey key =
        engine.issue("office", d -> d.allowedIps(List.of("203.0.113.0/24", "2001:db8::1")));
    assertThat(from(key, "203.0.113.9")).isEqualTo("VALID");
    assertThat(from(key, "2001:db8::1")).isEqualTo("VALID");
    assertThat(from(key, "::ffff:203.0.113.9")).isEqualTo("VALID");
    assertThat(from(key, "203.0.114.9")).isEqualTo("IP_DENIED");
    assertThat(from(key, "2001:db8::2")).isEqualTo("IP_DENIED");
    assertThat(engine.code(key)).isEqualTo("IP_DENIED");
  }

  @Test
  void aRefererListDeniesOthersAndTheMissing() {
    IssuedKey key = engine.issue("page", d -> d.allowedReferers(List.of("*.example.com")));
    assertThat(engine.code(key, r -> r.referer("https://a.example.com/x"))).isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.origin("https://a.example.com"))).isEqualTo("VALID");
    for (String other : List.of("https://example.com/", "https://evilexample.com/", "x")) {
      assertThat(engine.code(key, r -> r.referer(other))).isEqualTo("REFERER_DENIED");
    }
    assertThat(engine.code(
            key, r -> r.referer("https://a.example.com/").origin("https://b.example.com")))
        .isEqualTo("REFERER_DENIED");
    assertThat(engine.code(key, r -> r.origin("null"))).isEqualTo("REFERER_DENIED");
    assertThat(engine.code(key)).isEqualTo("REFERER_DENIED");
  }

  @Test
  void aMissingRefererPassesWhereTheKeySaysSo() {
    IssuedKey key = engine.issue(
        "page or program",
        d -> d.allowedReferers(List.of("a.example.com")).allowMissingReferer(true));
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.referer("https://b.example.com/")))
        .isEqualTo("REFERER_DENIED");
  }

  @Test
  void anAddressMatchDoesNotSkipTheReferer() {
    IssuedKey key = engine.issue(
        "both", d -> d.allowedIps(List.of("10.0.0.0/8")).allowedReferers(List.of("a.example.com")));
    assertThat(from(key, "10.0.0.1")).isEqualTo("REFERER_DENIED");
    assertThat(engine.code(key, r -> r.referer("https://a.example.com"))).isEqualTo("IP_DENIED");
  }

  @Test
  void theScopeNeededFollowsFromTheMethodUnlessItIsNamed() {
    IssuedKey read = engine.issue("read", d -> d.scope(Scope.READ));
    for (String method : List.of("GET", "HEAD", "OPTIONS")) {
      assertThat(engine.code(read, r -> r.method(method))).as(method).isEqualTo("VALID");
    }
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "")) {
      assertThat(engine.code(read, r -> r.method(method)))
          .as(method)
          .isEqualTo("INSUFFICIENT_SCOPE");
    }
    assertThat(engine.code(read, r -> r.method("DELETE").scope(Scope.READ))).isEqualTo("VALID");
    assertThat(engine.code(read, r -> r.method("GET").scope(Scope.ADMIN)))
        .isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(engine.code(read)).isEqualTo("VALID");
    assertThat(engine.code(read, r -> r.method("POST").withoutScope())).isEqualTo("VALID");
  }

  @Test
  void scopesIncludeTheOnesBelow() {
    assertThat(reachedBy(Scope.READ)).containsExactly(Scope.READ);
    assertThat(reachedBy(Scope.WRITE)).containsExactly(Scope.READ, Scope.WRITE);
    assertThat(reachedBy(Scope.ADMIN)).containsExactly(Scope.READ, Scope.WRITE, Scope.ADMIN);
  }

  @Test
  void everyPermissionThatIsNamedMustBeHeld() {
    IssuedKey key =
        engine.issue("clerk", d -> d.permissions(List.of("orders:*", "customers:read")));
    assertThat(asking(key, "orders:read", "customers:read", "orders:items:add")).isEqualTo("VALID");
    for (String missing : List.of("orders", "ordersx:read", "customers:write", "*", "", "x y")) {
      assertThat(asking(key, "orders:read", missing))
          .as(missing)
          .isEqualTo("INSUFFICIENT_PERMISSION");
    }
  }

  @Test
  void noScopeNoStarAndNoAbsenceImpliesAPowerOverKeybearer() {
    IssuedKey all = engine.issue("all", d -> d.scope(Scope.ADMIN).permissions(List.of("*")));
    IssuedKey none = engine.issue("none", d -> d.scope(Scope.ADMIN));
    for (String power : List.of(
        "keybearer:keys",
        "keybearer:logs",
        "keybearer:read",
        "keybearer:verify",
        "keybearer:companies")) {
      assertThat(asking(all, power)).isEqualTo("INSUFFICIENT_PERMISSION");
      assertThat(asking(none, power)).isEqualTo("INSUFFICIENT_PERMISSION");
    }
    assertThat(asking(all, "anything:else")).isEqualTo("VALID");
    IssuedKey keeper = engine.issue("keeper", d -> d.permissions(List.of("keybearer:verify")));
    assertThat(asking(keeper, "keybearer:verify")).isEqualTo("VALID");
    assertThat(asking(keeper, "keybearer:keys")).isEqualTo("INSUFFICIENT_PERMISSION");
  }

  @Test
  void routesDenyWhatIsNotListedAndWhatIsNotSaid() {
    IssuedKey key = engine.issue(
        "orders", d -> d.scope(Scope.ADMIN).routes(List.of("GET,HEAD /orders/*", "* /health")));
    assertThat(engine.code(key, r -> r.method("GET").endpoint("/orders/1?x=/admin")))
        .isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.method("DELETE").endpoint("/health"))).isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.method("POST").endpoint("/orders/1")))
        .isEqualTo("ROUTE_DENIED");
    for (String path : List.of("/orders", "/orders/../admin", "/orders/%2e%2e/admin", "orders/1")) {
      assertThat(engine.code(key, r -> r.method("GET").endpoint(path)))
          .as(path)
          .isEqualTo("ROUTE_DENIED");
    }
    assertThat(engine.code(key, r -> r.method("GET"))).isEqualTo("ROUTE_DENIED");
    assertThat(engine.code(key, r -> r.endpoint("/orders/1"))).isEqualTo("ROUTE_DENIED");
  }

  private List<Scope> reachedBy(Scope held) {
    IssuedKey key = engine.issue(held.wireName(), d -> d.scope(held));
    return Arrays.stream(Scope.values())
        .filter(needed -> engine.verify(key, r -> r.scope(needed)).valid())
        .toList();
  }

  private String from(IssuedKey key, String address) {
    return engine.code(key, r -> r.ip(IpAddress.parse(address)));
  }

  private String asking(IssuedKey key, String... permissions) {
    return engine.code(key, r -> r.permissions(List.of(permissions)));
  }
}
