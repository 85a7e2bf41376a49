package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.TestEngine;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.policy.IpAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that report and do not deny. */
class ShadowTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void everyRuleInShadowReportsAndNoneDenies() {
    IssuedKey key = engine.issue("all in shadow", d -> strict(d).shadow(EnumSet.allOf(Rule.class)));
    assertThat(engine.code(key, ShadowTest::right)).isEqualTo("VALID");
    Verification second = engine.verify(key, ShadowTest::wrong);
    assertThat(second.code()).isEqualTo("VALID");
    assertThat(second.shadowDenied()).isEqualTo(EnumSet.allOf(Rule.class));
    assertThatThrownBy(() -> second.shadowDenied().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRequestThatPassesReportsNothing() {
    IssuedKey key = engine.issue("all in shadow", d -> strict(d).shadow(EnumSet.allOf(Rule.class)));
    assertThat(engine.verify(key, ShadowTest::right).shadowDenied()).isEmpty();
  }

  @Test
  void aRuleOutOfShadowDeniesAndTellsWhatWasSeenOnTheWay() {
    IssuedKey key = engine.issue(
        "two in shadow", d -> strict(d).shadow(Set.of(Rule.ALLOWED_IPS, Rule.PERMISSIONS)));
    Verification denied = engine.verify(key, ShadowTest::wrong);
    assertThat(denied.code()).isEqualTo("REFERER_DENIED");
    assertThat(denied.shadowDenied()).containsExactly(Rule.ALLOWED_IPS);
  }

  @Test
  void lifeIsNoRuleThatCouldBeInShadow() {
    IssuedKey key = engine.issue("mortal", d -> d.shadow(EnumSet.allOf(Rule.class)));
    engine.keys().revoke(key.key().id(), IfVersion.any(), null);
    assertThat(engine.code(key)).isEqualTo("REVOKED");
  }

  @Test
  void aLimitInShadowIsCountedAllTheSame() {
    IssuedKey key = engine.issue(
        "counting", d -> d.rateLimit(2, Duration.ofMinutes(1)).shadow(Set.of(Rule.RATE_LIMIT)));
    assertThat(engine.verify(key.text()).limits().get(0).remaining()).isEqualTo(1);
    assertThat(engine.verify(key.text()).shadowDenied()).isEmpty();
    Verification third = engine.verify(key.text());
    assertThat(third.valid()).isTrue();
    assertThat(third.shadowDenied()).containsExactly(Rule.RATE_LIMIT);
    assertThat(third.limits().get(0).denies()).isTrue();
  }

  @Test
  void aPermissionRuleInShadowHandsOutNoPowerOverKeybearer() {
    IssuedKey key = engine.issue("probing", d -> d.shadow(Set.of(Rule.PERMISSIONS)));
    assertThat(engine.code(key, r -> r.permissions(List.of("orders:read")))).isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.permissions(List.of("orders:read", "keybearer:keys"))))
        .isEqualTo("INSUFFICIENT_PERMISSION");
    IssuedKey holder = engine.issue(
        "holding", d -> d.permissions(List.of("keybearer:keys")).shadow(Set.of(Rule.PERMISSIONS)));
    assertThat(engine.code(holder, r -> r.permissions(List.of("keybearer:keys", "orders:read"))))
        .isEqualTo("VALID");
  }

  private static KeyDraft strict(KeyDraft draft) {
    return draft
        .allowedIps(List.of("10.0.0.0/8"))
        .allowedReferers(List.of("a.example.com"))
        .routes(List.of("GET /orders"))
        .permissions(List.of("orders:read"))
        .rateLimit(1, Duration.ofHours(1))
        .quota(1L)
        .quotaPeriod(QuotaPeriod.DAY);
  }

  private static VerificationRequest.Builder right(VerificationRequest.Builder request) {
    return request
        .ip(IpAddress.parse("10.0.0.1"))
        .referer("https://a.example.com/")
        .method("GET")
        .endpoint("/orders")
        .permissions(List.of("orders:read"));
  }

  private static VerificationRequest.Builder wrong(VerificationRequest.Builder request) {
    return request.method("POST").scope(Scope.ADMIN).permissions(List.of("orders:write"));
  }
}
