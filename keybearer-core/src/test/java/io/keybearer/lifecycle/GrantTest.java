package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertGrantsTooMuch;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody issues, revives or learns the text of a key that can do more than they can. */
class GrantTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final String KEYS = "keybearer:keys";

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final Instant end = start.plus(Duration.ofDays(30));

  /** Holds write, some permissions, and a power that only works from here, so, and until then. */
  private final ApiKey clerk = engine
      .issue(
          "clerk",
          d -> d.scope(Scope.WRITE)
              .permissions(List.of("orders:*", KEYS))
              .allowedIps(List.of("10.0.0.0/8"))
              .allowedReferers(List.of("*.example.com"))
              .routes(List.of("GET,POST /v1/*"))
              .expiresAt(end))
      .key();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void scopeAndPermissionsLieWithinTheCallers() {
    issue("equal", d -> d.scope(Scope.WRITE).permissions(List.of("orders:*")));
    issue("less", d -> d.permissions(List.of("orders:read", "orders:items:*")));
    assertGrantsTooMuch(() -> issue("no", d -> d.scope(Scope.ADMIN)), "scope");
    for (String more : List.of("customers:read", "*", "orders", "keybearer:logs")) {
      Consumer<KeyDraft> asks = within(d -> d.permissions(List.of("orders:read", more)));
      assertGrantsTooMuch(() -> issue("no", asks), "permissions");
    }
    assertGrantsTooMuch(
        () -> issue("no", d -> d.scope(Scope.ADMIN).permissions(List.of("*"))),
        "scope",
        "permissions");
  }

  @Test
  void aKeyWithoutPowersMayBeUsedAnywhereAndForever() {
    issue("free", d -> d.scope(Scope.WRITE).permissions(List.of("orders:*")));
  }

  @Test
  void aKeyWithPowersWorksOnlyWhereHowAndWhileTheCallerDoes() {
    Consumer<KeyDraft> power = d -> d.permissions(List.of(KEYS));
    assertGrantsTooMuch(
        () -> issue("no", power), "allowed_ips", "allowed_referers", "routes", "expires_at");
    issue("equal", within(power));
    issue(
        "less",
        within(power.andThen(d -> d.allowedIps(List.of("10.1.0.0/16", "10.9.9.9"))
            .allowedReferers(List.of("https://a.example.com/x"))
            .routes(List.of("GET /v1/keys"))
            .expiresAt(end.minusMillis(1)))));
    refused(power, d -> d.allowedIps(List.of("10.0.0.1", "11.0.0.1")), "allowed_ips");
    refused(power, d -> d.allowedIps(List.of("::/0")), "allowed_ips");
    refused(power, d -> d.allowedReferers(List.of("example.com")), "allowed_referers");
    refused(power, d -> d.allowMissingReferer(true), "allowed_referers");
    refused(power, d -> d.routes(List.of("* /v1/*")), "routes");
    refused(power, d -> d.routes(List.of("GET /v1/keys", "GET /v2/keys")), "routes");
    refused(power, d -> d.expiresAt(end.plusMillis(1)), "expires_at");
    refused(power, d -> d.expiresAt(null), "expires_at");
  }

  @Test
  void noStarAndNoScopeOfTheCallerImpliesAPower() {
    ApiKey boss = engine
        .issue("boss", d -> d.scope(Scope.ADMIN).permissions(List.of("*")))
        .key();
    Keys asBoss = engine.keysAs(boss);
    asBoss.issue(draft("all", d -> d.scope(Scope.ADMIN).permissions(List.of("*", "a:b"))));
    assertGrantsTooMuch(
        () -> asBoss.issue(draft("no", d -> d.permissions(List.of(KEYS)))), "permissions");
  }

  @Test
  void aRotatedCallerGrantsPowersOnlyForItsGrace() {
    engine.keys().rotate(clerk.id(), ANY, Duration.ofHours(1));
    Instant retires = start.plus(Duration.ofHours(1));
    Consumer<KeyDraft> power = within(d -> d.permissions(List.of(KEYS)));
    assertGrantsTooMuch(() -> issue("no", power), "expires_at");
    assertGrantsTooMuch(
        () -> issue("no", power.andThen(d -> d.expiresAt(retires.plusMillis(1)))), "expires_at");
    issue("yes", power.andThen(d -> d.expiresAt(retires)));
  }

  @Test
  void aRuleThatBindsTheCallerIsNotPutIntoShadow() {
    for (Rule rule : List.of(Rule.SCOPE, Rule.PERMISSIONS)) {
      assertGrantsTooMuch(() -> issue("no", d -> d.shadow(Set.of(rule))), "shadow");
    }
    for (Rule rule : List.of(Rule.ALLOWED_IPS, Rule.ALLOWED_REFERERS, Rule.ROUTES)) {
      issue("free " + rule, d -> d.allowedIps(List.of("10.0.0.0/8")).shadow(Set.of(rule)));
      Consumer<KeyDraft> power = within(d -> d.permissions(List.of(KEYS)));
      refused(power, d -> d.shadow(Set.of(rule)), "shadow");
    }
    issue("counted", d -> d.shadow(Set.of(Rule.RATE_LIMIT, Rule.QUOTA)));
  }

  @Test
  void aRuleThatDoesNotBindTheCallerMayBePutIntoShadow() {
    ApiKey boss = engine
        .issue("boss", d -> d.scope(Scope.ADMIN).permissions(List.of("*", KEYS)))
        .key();
    engine
        .keysAs(boss)
        .issue(draft(
            "trial",
            d -> d.permissions(List.of(KEYS))
                .allowedIps(List.of("10.0.0.0/8"))
                .shadow(Set.of(Rule.values()))));
    ApiKey trying = engine
        .issue("trying", d -> d.shadow(Set.of(Rule.SCOPE, Rule.PERMISSIONS)))
        .key();
    engine.keysAs(trying).issue(draft("same", d -> d.shadow(Set.of(Rule.SCOPE))));
  }

  @Test
  void rotatingShowsATextSoTheWholeKeyLiesWithinTheCallers() {
    IssuedKey strong = engine.issue("strong", d -> d.scope(Scope.ADMIN));
    IssuedKey weak = engine.issue("weak", d -> d.permissions(List.of("orders:read")));
    Keys asClerk = engine.keysAs(clerk);
    assertGrantsTooMuch(() -> asClerk.rotate(strong.key().id(), ANY, Duration.ZERO), "scope");
    asClerk.rotate(weak.key().id(), ANY, Duration.ZERO);
    assertThat(engine.code(strong)).isEqualTo("VALID");
  }

  @Test
  void aSuccessorWithPowersDoesNotOutliveItsCaller() {
    IssuedKey power = engine.issue("power", within(d -> d.permissions(List.of(KEYS))));
    engine.time.pass(Duration.ofDays(1));
    assertGrantsTooMuch(
        () -> engine.keysAs(clerk).rotate(power.key().id(), ANY, Duration.ofDays(1)), "expires_at");
  }

  @Test
  void enablingBringsAKeyBackSoTheWholeKeyLiesWithinTheCallers() {
    IssuedKey strong = engine.issue("strong", d -> d.scope(Scope.ADMIN));
    Keys asClerk = engine.keysAs(clerk);
    asClerk.disable(strong.key().id(), ANY);
    assertGrantsTooMuch(() -> asClerk.enable(strong.key().id(), ANY), "scope");
    assertThat(engine.code(strong)).isEqualTo("DISABLED");
    engine.keys().enable(strong.key().id(), ANY);
    asClerk.enable(strong.key().id(), ANY);
  }

  @Test
  void revokingAndDisablingAreNeverBlocked() {
    ApiKey weakling = engine.issue("weakling").key();
    IssuedKey strong =
        engine.issue("strong", d -> d.scope(Scope.ADMIN).permissions(List.of("*", KEYS)));
    engine.keysAs(weakling).disable(strong.key().id(), ANY);
    engine.keysAs(weakling).revoke(strong.key().id(), ANY, "leaked");
    assertThat(engine.code(strong)).isEqualTo("REVOKED");
  }

  @Test
  void thisApplicationMayGrantAnything() {
    IssuedKey key = engine.issue("all", d -> d.scope(Scope.ADMIN).permissions(List.of("*", KEYS)));
    engine.keys().disable(key.key().id(), ANY);
    engine.keys().enable(key.key().id(), ANY);
    engine.keys().rotate(key.key().id(), ANY, Duration.ZERO);
  }

  @Test
  void thePlatformsHolderIsBoundByItsOwnKeyToo() {
    IssuedKey operator =
        engine.keys().issue(KeyDraft.system("operator").permissions(List.of(KEYS)));
    assertThat(operator.key().company()).isEqualTo(CompanyId.PLATFORM);
    Keys asOperator = engine.keysAs(operator.key());
    assertGrantsTooMuch(
        () -> asOperator.issue(KeyDraft.system("more").scope(Scope.ADMIN)), "scope");
    asOperator.issue(
        draft("for acme", d -> d.permissions(List.of(KEYS)).company(CompanyRef.of(engine.acme))));
  }

  private void refused(Consumer<KeyDraft> power, Consumer<KeyDraft> more, String field) {
    assertGrantsTooMuch(() -> issue("no", within(power.andThen(more))), field);
  }

  private Consumer<KeyDraft> within(Consumer<KeyDraft> more) {
    Consumer<KeyDraft> asTheClerk = d -> d.allowedIps(List.of("10.0.0.0/8"))
        .allowedReferers(List.of("*.example.com"))
        .routes(List.of("GET,POST /v1/*"))
        .expiresAt(end);
    return asTheClerk.andThen(more);
  }

  private void issue(String name, Consumer<KeyDraft> more) {
    engine.keysAs(clerk).issue(draft(name, more));
  }

  private KeyDraft draft(String name, Consumer<KeyDraft> more) {
    KeyDraft draft = KeyDraft.service(engine.acme, name);
    more.accept(draft);
    return draft;
  }
}
