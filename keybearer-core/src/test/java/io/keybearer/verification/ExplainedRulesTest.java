package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.verification.ExplainedRule.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each rule says of itself, in English. */
class ExplainedRulesTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestEngine engine = TestEngine.start();
  private int issued;

  @AfterEach
  void close() {
    engine.close();
  }

  private IssuedKey issue(Consumer<KeyDraft> more) {
    return engine.issue("key " + issued++, more);
  }

  private ExplainedRule rule(IssuedKey key, String name, Question question) {
    Explanation explanation =
        engine.keybearer.explainer().explain(Caller.application(), key.key().id(), question);
    return explanation.rules().stream()
        .filter(rule -> rule.rule().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ExplainedRule rule(
      IssuedKey key, String name, UnaryOperator<VerificationRequest.Builder> request) {
    return rule(
        key,
        name,
        Question.about(request.apply(VerificationRequest.withoutKey()).build()));
  }

  private ExplainedRule rule(IssuedKey key, String name) {
    return rule(key, name, request -> request);
  }

  private ExplainedRule address(IssuedKey key, String ip) {
    return rule(key, "allowed_ips", Question.about(VerificationRequest.withoutKey(), ip));
  }

  private static void says(ExplainedRule rule, Result result, String detail) {
    assertThat(rule.detail(Locale.ENGLISH)).isEqualTo(detail);
    assertThat(rule.result()).isEqualTo(result);
  }

  @Test
  void theLifeOfAKey() {
    IssuedKey key = issue(d -> d.notBefore(engine.time.instant().plus(MINUTE))
        .expiresAt(engine.time.instant().plus(MINUTE.multipliedBy(3))));
    says(
        rule(key, "not_before"),
        Result.DENIED,
        "The key is not valid before 2026-03-10T09:31:00.000Z.");
    assertThat(rule(key, "not_before").configured()).containsExactly("2026-03-10T09:31:00.000Z");
    assertThat(rule(key, "not_before").given()).containsExactly("2026-03-10T09:30:00.000Z");
    engine.time.pass(MINUTE);
    says(
        rule(key, "not_before"),
        Result.PASSED,
        "The key is valid from 2026-03-10T09:31:00.000Z, which has come.");
    says(
        rule(key, "expires_at"),
        Result.PASSED,
        "The key expires at 2026-03-10T09:33:00.000Z, which has not come.");
    engine.time.pass(MINUTE.multipliedBy(2));
    says(rule(key, "expires_at"), Result.DENIED, "The key expired at 2026-03-10T09:33:00.000Z.");
  }

  @Test
  void theEndsOfAKey() {
    IssuedKey key = issue(d -> {});
    says(rule(key, "revoked"), Result.PASSED, "The key is not revoked.");
    says(rule(key, "disabled"), Result.PASSED, "The key is not switched off.");
    engine.keys().disable(key.key().id(), ANY);
    says(rule(key, "disabled"), Result.DENIED, "The key is switched off.");
    String successor =
        engine.keys().rotate(key.key().id(), ANY, MINUTE).key().id().toString();
    says(
        rule(key, "retires_at"),
        Result.PASSED,
        "The key has a successor, and stays valid beside it until 2026-03-10T09:31:00.000Z.");
    engine.time.pass(MINUTE);
    says(
        rule(key, "retires_at"),
        Result.DENIED,
        "The key retired at 2026-03-10T09:31:00.000Z; its successor is " + successor + ".");
    engine.keys().revoke(key.key().id(), ANY, null);
    says(
        rule(key, "revoked"),
        Result.DENIED,
        "The key was revoked at 2026-03-10T09:31:00.000Z, and nothing takes that back.");
  }

  @Test
  void whomAKeyBelongsTo() {
    IssuedKey key = engine.keys().issue(KeyDraft.user(engine.acme, "ann", "hers"));
    says(rule(key, "company"), Result.PASSED, "The company of the key is active.");
    says(rule(key, "owner"), Result.PASSED, "The owner of the key is active.");
    assertThat(rule(key, "owner").configured()).containsExactly("ann");
    engine.status(CompanyStatus.SUSPENDED);
    engine.owner("ann", false);
    says(
        rule(key, "company"),
        Result.DENIED,
        "The company of the key is suspended, and with it all its keys.");
    assertThat(rule(key, "company").configured()).containsExactly("suspended");
    says(
        rule(key, "owner"),
        Result.DENIED,
        "The owner of the key is marked inactive, and with it all the owner's keys.");
    says(rule(issue(d -> {}), "owner"), Result.NOT_SET, "A key of this type has no owner.");
  }

  @Test
  void addresses() {
    IssuedKey key = issue(d -> d.allowedIps(List.of("203.0.113.0/24", "198.51.100.7")));
    says(address(key, "203.0.113.9"), Result.PASSED, "203.0.113.9 lies in 203.0.113.0/24.");
    says(
        address(key, "203.0.114.9"),
        Result.DENIED,
        "203.0.114.9 lies in none of the entries listed.");
    says(
        rule(key, "allowed_ips"),
        Result.DENIED,
        "The key has a list of addresses, and the request names no address, so it is refused.");
    ExplainedRule mapped = address(key, "::ffff:cb00:7109");
    says(
        mapped,
        Result.PASSED,
        "::ffff:cb00:7109 is IPv4-mapped and was read as 203.0.113.9, which lies in"
            + " 203.0.113.0/24.");
    assertThat(mapped.given()).containsExactly("::ffff:cb00:7109");
    assertThat(mapped.configured()).containsExactly("203.0.113.0/24", "198.51.100.7");
    says(
        address(key, "2001:db8::1"),
        Result.DENIED,
        "2001:db8::1 lies in none of the entries listed: all are of the other family, and an IPv6"
            + " block holds no IPv4 address, nor the other way round.");
    says(
        address(issue(d -> d.allowedIps(List.of("::/0"))), "::ffff:192.0.2.1"),
        Result.DENIED,
        "::ffff:192.0.2.1 is IPv4-mapped and was read as 192.0.2.1, which lies in none of the"
            + " entries listed; an IPv6 block holds no IPv4 address.");
    says(
        address(issue(d -> {}), "192.0.2.1"),
        Result.NOT_SET,
        "The key may be used from any address.");
  }

  @Test
  void pages() {
    IssuedKey key =
        issue(d -> d.allowedReferers(List.of("a.example.com", "https://b.example.com/app/*")));
    says(
        page(key, "https://b.example.com/app/x", null),
        Result.PASSED,
        "The page matches https://b.example.com/app/*.");
    String pathOnly = "The origin is listed with a path only, and the request tells no path, as"
        + " browsers do between sites by default; list the origin without a path.";
    says(page(key, null, "https://b.example.com"), Result.DENIED, pathOnly);
    says(page(key, "https://b.example.com/", null), Result.DENIED, pathOnly);
    says(
        page(key, "https://b.example.com/other", null),
        Result.DENIED,
        "The page matches none of the patterns listed.");
    says(
        page(key, "https://a.example.com/", "https://b.example.com"),
        Result.DENIED,
        "Referer and Origin name different origins, so the request is refused.");
    says(
        page(key, "https://user@a.example.com/", null),
        Result.DENIED,
        "Referer or Origin is no http or https URL, or holds user-info, a backslash, a space or a"
            + " control character, so it is refused.");
    says(
        page(key, null, "null"),
        Result.DENIED,
        "The key has a list of pages, and the request names none, neither by Referer nor by Origin,"
            + " so it is refused.");
    says(
        page(
            issue(d -> d.allowedReferers(List.of("a.example.com")).allowMissingReferer(true)),
            null,
            null),
        Result.PASSED,
        "The request names no page, neither by Referer nor by Origin, and the key allows that.");
    says(page(issue(d -> {}), null, null), Result.NOT_SET, "The key may be used from any page.");
  }

  private ExplainedRule page(IssuedKey key, @Nullable String referer, @Nullable String origin) {
    return rule(key, "allowed_referers", r -> r.referer(referer).origin(origin));
  }

  @Test
  void scopes() {
    IssuedKey key = issue(d -> d.scope(Scope.READ));
    says(
        rule(key, "scope"),
        Result.PASSED,
        "The request names neither scope nor method, so it needs no scope.");
    says(
        rule(key, "scope", r -> r.method("GET")),
        Result.PASSED,
        "GET needs read, and the key holds read.");
    says(
        rule(key, "scope", r -> r.method("PURGE")),
        Result.DENIED,
        "PURGE needs write, and the key holds only read.");
    says(
        rule(key, "scope", r -> r.method("POST").scope(Scope.READ)),
        Result.PASSED,
        "The request needs read, and the key holds read.");
    ExplainedRule denied = rule(key, "scope", r -> r.method("GET").scope(Scope.ADMIN));
    says(denied, Result.DENIED, "The request needs admin, and the key holds only read.");
    assertThat(denied.configured()).containsExactly("read");
    assertThat(denied.given()).containsExactly("admin");
  }

  @Test
  void permissions() {
    IssuedKey key =
        issue(d -> d.permissions(List.of("orders:*", "*")).shadow(Set.of(Rule.PERMISSIONS)));
    says(rule(key, "permissions"), Result.PASSED, "The request needs no permission.");
    says(
        asking(key, "orders:read", "x"),
        Result.PASSED,
        "The key holds every permission that the request needs.");
    says(
        asking(key, "orders:read", "keybearer:keys"),
        Result.DENIED,
        "The key does not list keybearer:keys; no scope, no * and no rule in shadow implies one of"
            + " Keybearer's own powers.");
    says(
        asking(issue(d -> {}), "orders:read", "x", "x"),
        Result.DENIED,
        "The key does not hold orders:read, x.");
    says(
        asking(issue(d -> d.shadow(Set.of(Rule.PERMISSIONS))), "x"),
        Result.SHADOW_DENIED,
        "The key does not hold x.");
  }

  private ExplainedRule asking(IssuedKey key, String... names) {
    return rule(key, "permissions", r -> r.permissions(List.of(names)));
  }

  @Test
  void routes() {
    IssuedKey key = issue(d -> d.routes(List.of("GET,HEAD /orders/*", "* /health")));
    says(route(key, "GET", "/orders/7"), Result.PASSED, "The request matches GET,HEAD /orders/*.");
    says(
        route(key, "POST", "/orders/7"),
        Result.DENIED,
        "The path is listed as GET,HEAD /orders/*, which does not name the method.");
    says(
        route(key, "GET", "/orders"),
        Result.DENIED,
        "The request matches none of the routes listed.");
    says(
        route(key, "GET", "/orders/..%2f"),
        Result.DENIED,
        "Servers could read the path in more than one way, so it matches no route.");
    String incomplete = "The key has a list of routes, and the request does not name both method"
        + " and path, so it is refused.";
    says(route(key, null, "/health"), Result.DENIED, incomplete);
    says(route(key, "GET", null), Result.DENIED, incomplete);
    assertThat(route(key, "GET", null).given()).containsExactly("GET");
    assertThat(route(key, null, "/health").given()).containsExactly("/health");
    says(
        route(issue(d -> {}), "GET", "/x"),
        Result.NOT_SET,
        "The key may be used for any method and path.");
  }

  private ExplainedRule route(IssuedKey key, @Nullable String method, @Nullable String path) {
    return rule(key, "routes", r -> r.method(method).endpoint(path));
  }

  @Test
  void limits() {
    IssuedKey key = issue(d -> d.rateLimit(3, MINUTE).quota(4L).quotaPeriod(QuotaPeriod.WEEK));
    engine.verify(key, r -> r.cost(2));
    ExplainedRule left = rule(key, "rate_limit");
    says(left, Result.PASSED, "1 are left of 3 in 60 s, and the request takes 1.");
    assertThat(left.retryAfter()).isZero();
    assertThat(left.configured()).containsExactly("3/60");
    assertThat(left.given()).containsExactly("1");
    ExplainedRule spent = rule(key, "rate_limit", r -> r.cost(3));
    says(
        spent,
        Result.DENIED,
        "1 are left of 3 in 60 s, and the request takes 3; it would pass in 40 s if nothing else is"
            + " taken.");
    assertThat(spent.retryAfter()).isEqualTo(Duration.ofSeconds(40));
    says(
        rule(key, "quota"),
        Result.PASSED,
        "2 are left of 4 until 2026-03-16T00:00:00.000Z, and the request takes 1.");
    says(
        rule(key, "quota", r -> r.cost(3)),
        Result.DENIED,
        "2 are left of 4, and the request takes 3; it would pass at 2026-03-16T00:00:00.000Z, when"
            + " the quota is renewed.");
    assertThat(rule(key, "quota").configured()).containsExactly("4/week");
    says(
        rule(issue(d -> {}), "rate_limit"),
        Result.NOT_SET,
        "The key has no rate limit of its own.");
    says(rule(issue(d -> {}), "quota"), Result.NOT_SET, "The key has no quota.");
  }

  @Test
  void aLimitInShadowOnlyReports() {
    IssuedKey key = issue(d -> d.limits(List.of(new KeyDraft.LimitDraft("burst", 1L, 60L)))
        .quota(1L)
        .quotaPeriod(QuotaPeriod.DAY)
        .shadow(EnumSet.allOf(Rule.class)));
    engine.verify(key.text());
    List<Result> results = new ArrayList<>();
    results.add(rule(key, "limits.burst").result());
    results.add(rule(key, "quota").result());
    assertThat(results).containsOnly(Result.SHADOW_DENIED);
  }

  @Test
  void theSameInTheReadersLanguage() {
    ExplainedRule address = address(issue(d -> d.allowedIps(List.of("10.0.0.0/8"))), "10.1.2.3");
    assertThat(address.detail(Locale.GERMANY)).isEqualTo("10.1.2.3 liegt in 10.0.0.0/8.");
    assertThat(address.detail(Locale.FRENCH)).isEqualTo("10.1.2.3 se trouve dans 10.0.0.0/8.");
    assertThat(address.detail(Locale.JAPANESE)).isEqualTo("10.1.2.3 lies in 10.0.0.0/8.");
  }
}
