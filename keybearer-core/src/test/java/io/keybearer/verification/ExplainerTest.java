package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.TestTime;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Rule;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.verification.ExplainedRule.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An explanation as a whole; what each sentence says stands in {@link ExplainedRulesTest}. */
class ExplainerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  private Explanation explain(IssuedKey key, Question question) {
    return engine.keybearer.explainer().explain(Caller.application(), key.key().id(), question);
  }

  private static Question anything() {
    return Question.about(VerificationRequest.withoutKey().build());
  }

  @Test
  void listsEveryRuleInTheOrderOfTheChecks() {
    IssuedKey key = engine.issue(
        "limited",
        d -> d.rateLimit(10, MINUTE)
            .limits(List.of(new KeyDraft.LimitDraft("burst", 5L, 1L)))
            .quota(9L)
            .quotaPeriod(QuotaPeriod.DAY));
    assertThat(explain(key, anything()).rules())
        .extracting(ExplainedRule::rule)
        .containsExactly(
            "revoked",
            "retires_at",
            "disabled",
            "not_before",
            "expires_at",
            "company",
            "owner",
            "allowed_ips",
            "allowed_referers",
            "scope",
            "permissions",
            "routes",
            "rate_limit",
            "limits.burst",
            "quota");
  }

  @Test
  void namesEveryRuleThatIsNotSet() {
    Explanation plain = explain(engine.issue("plain"), anything());
    assertThat(plain.rules())
        .filteredOn(rule -> rule.result() == Result.NOT_SET)
        .extracting(ExplainedRule::rule)
        .containsExactly(
            "retires_at",
            "not_before",
            "expires_at",
            "owner",
            "allowed_ips",
            "allowed_referers",
            "routes",
            "rate_limit",
            "quota");
    assertThat(plain.valid()).isTrue();
    assertThat(plain.code()).isEqualTo("VALID");
    assertThat(plain.decisive()).isEmpty();
  }

  @Test
  void letsEveryRuleSpeakAfterTheOneThatDecides() {
    IssuedKey key = engine.issue(
        "burdened",
        d -> d.allowedIps(List.of("10.0.0.0/8"))
            .routes(List.of("GET /orders"))
            .allowedReferers(List.of("a.example.com"))
            .shadow(Set.of(Rule.ROUTES)));
    engine.keys().disable(key.key().id(), IfVersion.any());
    engine.status(CompanyStatus.SUSPENDED);

    Explanation explanation = explain(key, anything());

    assertThat(explanation.code()).isEqualTo("DISABLED");
    assertThat(explanation.decisive()).get().extracting(ExplainedRule::rule).isEqualTo("disabled");
    assertThat(explanation.rules())
        .filteredOn(rule -> rule.result() == Result.DENIED)
        .extracting(ExplainedRule::rule)
        .containsExactly("disabled", "company", "allowed_ips", "allowed_referers");
    assertThat(explanation.rules())
        .filteredOn(rule -> rule.result() == Result.SHADOW_DENIED)
        .extracting(ExplainedRule::rule)
        .containsExactly("routes");
  }

  @Test
  void ofSeveralSpentLimitsNamesTheOneToWaitForLongest() {
    IssuedKey key = engine.issue(
        "spent",
        d -> d.rateLimit(1, MINUTE)
            .limits(List.of(
                new KeyDraft.LimitDraft("slow", 1L, 3_600L),
                new KeyDraft.LimitDraft("quick", 1L, 1L))));
    engine.verify(key.text());
    assertThat(explain(key, anything()).decisive())
        .get()
        .returns("limits.slow", ExplainedRule::rule)
        .returns(Duration.ofHours(1), ExplainedRule::retryAfter);
    Verification.Denied denied = (Verification.Denied) engine.verify(key.text());
    assertThat(denied.rule()).isEqualTo("limits.slow");
  }

  @Test
  void touchesNoCounterNoLastUseAndNoRow() {
    IssuedKey key = engine.issue(
        "untouched", d -> d.rateLimit(2, MINUTE).quota(2L).quotaPeriod(QuotaPeriod.DAY));
    for (int i = 0; i < 5; i++) {
      assertThat(explain(key, anything()).valid()).isTrue();
    }
    engine.keybearer.verifier().flushUses();
    ApiKey after = engine.keys().get(key.key().id());
    assertThat(after).isEqualTo(key.key());
    assertThat(engine.rows(after)).isEmpty();
    assertThat(engine.keybearer.verifier().counts().snapshot().values()).containsOnly(0L);
    Verification verdict = engine.verify(key.text());
    assertThat(verdict.limits()).extracting("remaining").containsExactly(1L, 1L);
  }

  @Test
  void looksAtTheLifeCycleAtAnotherTimeAndAtNoCounter() {
    Instant end = TestTime.START.plus(Duration.ofDays(10));
    IssuedKey key = engine.issue(
        "mortal",
        d -> d.expiresAt(end)
            .notBefore(TestTime.START.plus(MINUTE))
            .rateLimit(1, Duration.ofDays(30)));
    assertThat(explain(key, anything()).code()).isEqualTo("NOT_YET_VALID");

    Explanation later = explain(key, anything().at(end.minusMillis(1)));
    Explanation last = explain(key, anything().at(end));

    assertThat(later.valid()).isTrue();
    assertThat(later.now()).isFalse();
    assertThat(later.at()).isEqualTo(end.minusMillis(1));
    assertThat(last.code()).isEqualTo("EXPIRED");
    ExplainedRule rate = later.rules().get(12);
    assertThat(rate.result()).isEqualTo(Result.NOT_EVALUATED);
    assertThat(rate.standing()).isNull();
    assertThat(rate.detail(Locale.ENGLISH)).contains("known for now alone");
    assertThat(later.rules().get(13).result()).isEqualTo(Result.NOT_SET);
  }

  @Test
  void aRevokedKeyIsRevokedAtAnyTime() {
    IssuedKey key = engine.issue("ended");
    engine.time.pass(MINUTE);
    engine.keys().revoke(key.key().id(), IfVersion.any(), "leaked");
    Explanation before = explain(key, anything().at(TestTime.START));
    assertThat(before.code()).isEqualTo("REVOKED");
    assertThat(before.rules().get(0).detail(Locale.ENGLISH))
        .isEqualTo("The key was revoked at 2026-03-10T09:31:00.000Z, after the time asked about;"
            + " a revoked key counts as revoked at any time.");
  }

  @Test
  void keysOfOtherCompaniesDoNotExist() {
    IssuedKey key = engine.issue("ours");
    Caller rival = Caller.application(engine.company("rival"));
    Explainer explainer = engine.keybearer.explainer();
    for (ApiKeyId id : List.of(key.key().id(), new ApiKeyId(new UUID(0, 7)))) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> explainer.explain(rival, id, anything()));
    }
    assertThat(explainer
            .explain(Caller.application(engine.acme), key.key().id(), anything())
            .valid())
        .isTrue();
  }

  @Test
  void refusesCostThatTheKeyCouldNeverPay() {
    IssuedKey key = engine.issue("small", d -> d.rateLimit(3, MINUTE));
    for (long cost : new long[] {4, -1}) {
      VerificationRequest request = VerificationRequest.withoutKey().cost(cost).build();
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> explain(key, Question.about(request)))
          .withMessageContaining("cost: Expected a cost from 0 up to the limit");
    }
  }

  @Test
  void anUnavailableStoreIsNoExplanation() {
    IssuedKey key = engine.issue("away");
    engine.store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> explain(key, anything()));
    engine.store.down = false;
  }

  @Test
  void showsRequestsAsTheLogWouldKeepThem() {
    IssuedKey key = engine.issue("shown", d -> d.routes(List.of("GET /*")));
    String text = key.text().reveal();
    VerificationRequest request = VerificationRequest.withoutKey()
        .method("GET")
        .endpoint("/a/" + text + "?token=1")
        .referer("https://a.example.com/" + text + "#top")
        .origin("https://a.example.com?" + text)
        .build();

    Explanation explanation = explain(key, Question.about(request));

    assertThat(explanation.toString()).doesNotContain(text).doesNotContain("token");
    assertThat(explanation.rules().get(8).given())
        .containsExactly(
            "Referer: https://a.example.com/[redacted]", "Origin: https://a.example.com");
    assertThat(explanation.rules().get(11).given()).containsExactly("GET /a/[redacted]");
  }

  @Test
  void explainsRequestAsItsRowTellsIt() {
    IssuedKey key = engine.issue(
        "logged",
        d -> d.allowedIps(List.of("10.0.0.0/8"))
            .allowedReferers(List.of("a.example.com"))
            .allowMissingReferer(true)
            .routes(List.of("GET /orders")));
    engine.verify(
        key,
        r -> r.ip(IpAddress.parse("10.1.2.3"))
            .origin("null")
            .method("GET")
            .endpoint("/orders?all=1"));

    VerificationRequest request =
        VerificationRequest.ofRow(engine.rows(key.key()).get(0)).build();

    assertThat(explain(key, Question.about(request)).code()).isEqualTo("VALID");
    assertThat(request.endpoint()).isEqualTo("/orders");
    assertThat(request.origin()).isEqualTo("null");
    assertThat(request.referer()).isNull();
  }
}
