package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertGrantsTooMuch;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change is asked only about what it widens. */
class GrantOnChangeTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final String KEYS = "keybearer:keys";

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final Instant end = start.plus(Duration.ofDays(30));
  private final ApiKey clerk = engine
      .issue(
          "clerk",
          d -> d.scope(Scope.WRITE)
              .permissions(List.of("orders:*", KEYS))
              .allowedIps(List.of("10.0.0.0/8"))
              .expiresAt(end))
      .key();
  private final ApiKey strong = engine
      .issue(
          "strong",
          d -> d.scope(Scope.ADMIN)
              .permissions(List.of("customers:*", "keybearer:logs"))
              .allowedIps(List.of("10.0.0.0/8", "192.0.2.0/24"))
              .expiresAt(end.plusSeconds(60)))
      .key();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aStrongerKeyMayBeRenamedAndNarrowed() {
    change(strong, d -> d.name("renamed").tags(List.of("x")));
    change(strong, d -> d.permissions(List.of("customers:read", "keybearer:logs")));
    change(strong, d -> d.allowedIps(List.of("192.0.2.7")));
    change(strong, d -> d.expiresAt(end.plusSeconds(59)));
    change(strong, d -> d.scope(Scope.READ).routes(List.of("GET /x")));
    change(strong, d -> d.permissions(List.of()));
  }

  @Test
  void aWeakerKeyIsWidenedOnlyToTheCallers() {
    ApiKey weak = engine.issue("weak").key();
    assertGrantsTooMuch(() -> change(weak, d -> d.scope(Scope.ADMIN)), "scope");
    assertGrantsTooMuch(
        () -> change(weak, d -> d.permissions(List.of("orders:read", "customers:read"))),
        "permissions");
    change(weak, d -> d.scope(Scope.WRITE).permissions(List.of("orders:read")));
    change(weak, d -> d.allowedIps(List.of("10.0.0.1")));
    change(weak, d -> d.allowedIps(null).expiresAt(null));
  }

  @Test
  void wideningAStrongerKeyIsAskedAboutWhatItWidensAlone() {
    assertGrantsTooMuch(
        () -> change(strong, d -> d.permissions(strongAnd("invoices:*"))), "permissions");
    assertGrantsTooMuch(
        () -> change(strong, d -> d.permissions(strongAnd(KEYS))), "allowed_ips", "expires_at");
    change(strong, d -> d.permissions(strongAnd("orders:read")));
    assertGrantsTooMuch(
        () -> change(strong, d -> d.allowedIps(List.of("198.51.100.0/24"))), "allowed_ips");
    assertGrantsTooMuch(() -> change(strong, d -> d.allowedIps(null)), "allowed_ips");
    assertGrantsTooMuch(() -> change(strong, d -> d.expiresAt(null)), "expires_at");
    assertGrantsTooMuch(() -> extend(strong, Duration.ofSeconds(1)), "expires_at");
    change(strong, d -> d.allowedIps(List.of("10.9.0.0/16")));
  }

  @Test
  void addingAPowerAsksWhereHowAndWhenTheKeyWorks() {
    ApiKey free = engine.issue("free").key();
    assertGrantsTooMuch(
        () -> change(free, d -> d.permissions(List.of(KEYS))), "allowed_ips", "expires_at");
    change(
        free, d -> d.permissions(List.of(KEYS)).allowedIps(List.of("10.0.0.1")).expiresAt(end));
    assertGrantsTooMuch(() -> change(free, d -> d.allowedIps(null)), "allowed_ips");
    assertGrantsTooMuch(() -> extend(free, Duration.ofSeconds(1)), "expires_at");
  }

  @Test
  void aKeyWithoutPowersMayBeExtendedPastItsCaller() {
    ApiKey mortal =
        engine.issue("mortal", d -> d.expiresAt(start.plusSeconds(60))).key();
    assertThat(extend(mortal, Duration.ofDays(365)).attributes().expiresAt())
        .isEqualTo(start.plusSeconds(60).plus(Duration.ofDays(365)));
  }

  @Test
  void puttingARuleIntoShadowWidens() {
    ApiKey weak =
        engine.issue("weak", d -> d.permissions(List.of("orders:read"))).key();
    assertGrantsTooMuch(() -> change(weak, d -> d.shadow(Set.of(Rule.SCOPE))), "shadow");
    assertGrantsTooMuch(() -> change(weak, d -> d.shadow(Set.of(Rule.PERMISSIONS))), "shadow");
    change(weak, d -> d.shadow(Set.of(Rule.ALLOWED_IPS)));
    assertGrantsTooMuch(() -> change(strong, d -> d.shadow(Set.of(Rule.ALLOWED_IPS))), "shadow");
    ApiKey trial = engine.issue("trial", d -> d.shadow(Set.of(Rule.SCOPE))).key();
    change(trial, d -> d.name("renamed"));
    change(trial, d -> d.shadow(Set.of()));
    assertGrantsTooMuch(() -> change(trial, d -> d.shadow(Set.of(Rule.SCOPE))), "shadow");
  }

  @Test
  void aPowerIsNotAddedToAKeyWhoseAddressesOnlyReport() {
    ApiKey trial = engine
        .issue(
            "trial",
            d ->
                d.allowedIps(List.of("10.0.0.0/8")).expiresAt(end).shadow(Set.of(Rule.ALLOWED_IPS)))
        .key();
    assertGrantsTooMuch(() -> change(trial, d -> d.permissions(List.of(KEYS))), "shadow");
  }

  @Test
  void anExpiredKeyThatCanDoMoreIsNotBroughtBack() {
    ApiKey expired = engine
        .issue("expired", d -> d.scope(Scope.ADMIN).expiresAt(start.plusSeconds(60)))
        .key();
    ApiKey weak = engine.issue("weak", d -> d.expiresAt(start.plusSeconds(60))).key();
    engine.time.pass(Duration.ofHours(1));
    assertGrantsTooMuch(() -> extend(expired, Duration.ofDays(1)), "scope");
    assertGrantsTooMuch(() -> change(expired, d -> d.expiresAt(null)), "scope");
    change(expired, d -> d.name("renamed"));
    extend(weak, Duration.ofDays(1));
    engine.keys().extendExpiry(expired.id(), ANY, Duration.ofDays(1));
  }

  private static List<String> strongAnd(String more) {
    return List.of("customers:*", "keybearer:logs", more);
  }

  private ApiKey change(ApiKey key, Consumer<KeyDraft> change) {
    return engine.keysAs(clerk).change(key.id(), ANY, change);
  }

  private ApiKey extend(ApiKey key, Duration duration) {
    return engine.keysAs(clerk).extendExpiry(key.id(), ANY, duration);
  }
}
