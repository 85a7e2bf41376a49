package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.policy.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One key against which everything speaks: each obstacle is removed in turn, and the next shows. */
class VerdictOrderTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void revokedComesBeforeEverythingElse() {
    IssuedKey key = againstEverything();
    rotateAtOnce(key);
    engine.keys().disable(key.key().id(), ANY);
    engine.keys().revoke(key.key().id(), ANY, "leaked");
    assertThat(engine.code(key)).isEqualTo("REVOKED");
    engine.time.pass(Duration.ofDays(2));
    assertThat(engine.code(key)).isEqualTo("REVOKED");
  }

  @Test
  void rotatedComesBeforeDisabledAndWhatFollows() {
    IssuedKey key = againstEverything();
    engine.keys().disable(key.key().id(), ANY);
    rotateAtOnce(key);
    assertThat(engine.code(key)).isEqualTo("ROTATED");
    engine.time.pass(Duration.ofDays(2));
    assertThat(engine.code(key)).isEqualTo("ROTATED");
  }

  @Test
  void theRestFollowsInTheOrderOfTheTable() {
    IssuedKey key = againstEverything();
    engine.keys().disable(key.key().id(), ANY);
    assertThat(engine.code(key)).isEqualTo("DISABLED");
    engine.keys().enable(key.key().id(), ANY);
    assertThat(engine.code(key)).isEqualTo("NOT_YET_VALID");
    engine.time.pass(MINUTE);
    assertThat(engine.code(key)).isEqualTo("COMPANY_SUSPENDED");
    engine.status(CompanyStatus.ACTIVE);
    assertThat(engine.code(key)).isEqualTo("OWNER_DISABLED");
    engine.owner("ann", true);
    assertThat(engine.code(key, VerdictOrderTest::everythingWrong)).isEqualTo("IP_DENIED");
    assertThat(engine.code(key, r -> everythingWrong(r).ip(IpAddress.parse("10.1.2.3"))))
        .isEqualTo("REFERER_DENIED");
    assertThat(engine.code(key, r -> fromHome(everythingWrong(r)))).isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(engine.code(key, r -> fromHome(everythingWrong(r)).scope(Scope.READ)))
        .isEqualTo("INSUFFICIENT_PERMISSION");
    assertThat(engine.code(
            key,
            r ->
                fromHome(everythingWrong(r)).scope(Scope.READ).permissions(List.of("orders:read"))))
        .isEqualTo("ROUTE_DENIED");
    assertThat(engine.code(key, VerdictOrderTest::everythingRight)).isEqualTo("VALID");
    assertThat(engine.code(key, VerdictOrderTest::everythingRight)).isEqualTo("RATE_LIMITED");
    engine.time.pass(MINUTE);
    assertThat(engine.code(key, VerdictOrderTest::everythingRight)).isEqualTo("QUOTA_EXCEEDED");
    engine.time.pass(Duration.ofDays(1).minus(MINUTE.multipliedBy(3)));
    assertThat(engine.code(key, VerdictOrderTest::everythingRight)).isEqualTo("VALID");
    engine.time.pass(MINUTE);
    assertThat(engine.code(key, VerdictOrderTest::everythingRight)).isEqualTo("EXPIRED");
  }

  @Test
  void expiredComesBeforeSuspendedCompanyAndDisabledOwner() {
    IssuedKey key = againstEverything();
    engine.time.pass(Duration.ofDays(1));
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
  }

  @Test
  void aDenialNamesTheKeyOnlyToWhoHoldsIt() {
    IssuedKey key = againstEverything();
    Verification.Denied denied = (Verification.Denied) engine.verify(key.text());
    assertThat(denied.key()).isNotNull();
    assertThat(denied.valid()).isFalse();
    assertThat(denied.limits()).isEmpty();
    assertThat(denied.reason().remedy()).isEqualTo(DenialReason.Remedy.ANOTHER_KEY);
  }

  @Test
  void everyReasonTellsItsEdgeWhatCouldHelp() {
    for (DenialReason reason : DenialReason.values()) {
      DenialReason.Remedy remedy = switch (reason) {
        case RATE_LIMITED, QUOTA_EXCEEDED -> DenialReason.Remedy.LATER;
        case IP_DENIED, REFERER_DENIED, INSUFFICIENT_SCOPE, INSUFFICIENT_PERMISSION, ROUTE_DENIED ->
          DenialReason.Remedy.ANOTHER_REQUEST;
        default -> DenialReason.Remedy.ANOTHER_KEY;
      };
      assertThat(reason.remedy()).as(reason.name()).isEqualTo(remedy);
    }
  }

  @Test
  void aDenialNamesTheRuleAndWhichLimit() {
    for (DenialReason reason : DenialReason.values()) {
      assertThat(reason.rule() == null)
          .as(reason.name())
          .isEqualTo(reason == DenialReason.NOT_FOUND);
    }
    IssuedKey key = engine.issue(
        "two limits",
        d -> d.rateLimit(2, MINUTE).limits(List.of(new KeyDraft.LimitDraft("burst", 1L, 1L))));
    assertThat(engine.verify(key.text()).valid()).isTrue();
    assertThat(rule(key)).isEqualTo("limits.burst");
    engine.time.pass(Duration.ofSeconds(1));
    assertThat(engine.verify(key.text()).valid()).isTrue();
    assertThat(rule(key)).isEqualTo("rate_limit");
    engine.keys().disable(key.key().id(), ANY);
    assertThat(rule(key)).isEqualTo("disabled");
    assertThat(((Verification.Denied)
                engine.keybearer.verify(VerificationRequest.withoutKey().build()))
            .rule())
        .isNull();
  }

  private String rule(IssuedKey key) {
    return Objects.requireNonNull(((Verification.Denied) engine.verify(key.text())).rule());
  }

  private IssuedKey againstEverything() {
    KeyDraft draft = KeyDraft.user(engine.acme, "ann", "burdened")
        .scope(Scope.READ)
        .permissions(List.of("orders:read"))
        .routes(List.of("GET /orders/*"))
        .notBefore(engine.time.instant().plus(MINUTE))
        .expiresAt(engine.time.instant().plus(Duration.ofDays(1)))
        .allowedIps(List.of("10.0.0.0/8"))
        .allowedReferers(List.of("https://app.example.com"))
        .rateLimit(1, MINUTE)
        .quota(1L)
        .quotaPeriod(QuotaPeriod.DAY);
    IssuedKey key = engine.keys().issue(draft);
    engine.status(CompanyStatus.SUSPENDED);
    engine.owner("ann", false);
    return key;
  }

  private void rotateAtOnce(IssuedKey key) {
    engine.keys().rotate(key.key().id(), ANY, Duration.ZERO);
  }

  private static VerificationRequest.Builder everythingWrong(VerificationRequest.Builder request) {
    return request
        .ip(IpAddress.parse("11.1.2.3"))
        .referer("https://evil.example.org/")
        .method("POST")
        .endpoint("/customers/1")
        .permissions(List.of("orders:read", "customers:read"));
  }

  private static VerificationRequest.Builder fromHome(VerificationRequest.Builder request) {
    return request.ip(IpAddress.parse("10.1.2.3")).referer("https://app.example.com/page");
  }

  private static VerificationRequest.Builder everythingRight(VerificationRequest.Builder request) {
    return fromHome(request)
        .method("GET")
        .endpoint("/orders/7?all=1")
        .permissions(List.of("orders:read"));
  }
}
