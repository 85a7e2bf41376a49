package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyState;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.InvalidRequestException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Generated keys and requests: what is explained is what is then verified, to the rule. */
class ExplanationAgreesTest {
  private static final long SEED = Long.getLong("keybearer.seed", System.nanoTime());
  private static final int KEYS = 500;
  private static final int REQUESTS = 12;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String[] PAGES = {
    "",
    "null",
    "https://a.example.com/",
    "https://b.example.com",
    "https://b.example.com/app/x",
    "http://evil.example.org/",
    "x",
  };

  private final Random random = new Random(SEED);
  private final TestEngine engine = TestEngine.start();
  private final Map<DenialReason, Integer> seen = new EnumMap<>(DenialReason.class);
  private int accepted;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void anExplanationSaysWhatTheVerificationThenAnswers() {
    System.out.println("keys and requests from -Dkeybearer.seed=" + SEED);
    for (int i = 0; i < KEYS; i++) {
      IssuedKey key = engine.keys().issue(draft(i));
      for (int j = 0; j < REQUESTS; j++) {
        happen(key);
        compare(key, request(key));
      }
    }
    Set<DenialReason> explained = EnumSet.allOf(DenialReason.class);
    explained.remove(DenialReason.NOT_FOUND);
    assertThat(seen.keySet()).as("every reason came up").isEqualTo(explained);
    assertThat(accepted).isPositive();
  }

  private void compare(IssuedKey key, VerificationRequest request) {
    Explanation explanation;
    try {
      explanation = explain(key, request);
    } catch (InvalidRequestException unpayable) {
      assertThat(unpayable.fields()).extracting("path").containsExactly("cost");
      assertNotAccepted(request);
      return;
    }
    Verification verdict = engine.keybearer.verify(request);
    assertThat(explanation.code()).as("%s of %s", explanation, key).isEqualTo(verdict.code());
    assertThat(explanation.valid()).isEqualTo(verdict.valid());
    assertThat(explanation.rules())
        .allSatisfy(rule -> assertThat(rule.detail(Locale.ENGLISH)).matches("[^{}]+\\."));
    if (verdict instanceof Verification.Denied denied) {
      seen.merge(denied.reason(), 1, Integer::sum);
      compareRule(explanation.decisive().orElseThrow(), denied);
    } else {
      accepted++;
      assertThat(inShadow(explanation)).isEqualTo(verdict.shadowDenied());
    }
  }

  /** A verification gets as far as the cost only when no rule before the limits denies. */
  private void assertNotAccepted(VerificationRequest request) {
    try {
      assertThat(engine.keybearer.verify(request).valid()).isFalse();
    } catch (InvalidRequestException unpayable) {
      assertThat(unpayable.fields()).extracting("path").containsExactly("cost");
    }
  }

  private Explanation explain(IssuedKey key, VerificationRequest request) {
    Caller anybody = Caller.application(engine.acme);
    Question question = Question.about(request);
    Explanation first = engine.keybearer.explainer().explain(anybody, key.key().id(), question);
    Explanation second = engine.keybearer.explainer().explain(anybody, key.key().id(), question);
    assertThat(second.rules()).as("explaining changes nothing").isEqualTo(first.rules());
    return second;
  }

  private static void compareRule(ExplainedRule decisive, Verification.Denied denied) {
    assertThat(decisive.rule()).isEqualTo(denied.rule());
    Duration wait = denied.limits().stream()
        .map(LimitStatus::retryAfter)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
    if (denied.reason().remedy() == DenialReason.Remedy.LATER) {
      assertThat(decisive.retryAfter()).isBetween(wait, wait.plusNanos(1));
    }
  }

  private static Set<Rule> inShadow(Explanation explanation) {
    Set<Rule> rules = EnumSet.noneOf(Rule.class);
    explanation.rules().stream()
        .filter(rule -> rule.result() == ExplainedRule.Result.SHADOW_DENIED)
        .map(rule -> rule.rule().startsWith("limits.") ? "rate_limit" : rule.rule())
        .forEach(name -> rules.add(Rule.fromWireName(name).orElseThrow()));
    return rules;
  }

  private KeyDraft draft(int i) {
    KeyDraft draft = chance(30)
        ? KeyDraft.user(engine.acme, oneOf("ann", "bob"), "key " + i)
        : KeyDraft.service(engine.acme, "key " + i);
    draft.scope(oneOf(Scope.values()));
    draft.permissions(
        some(List.of("orders:read", "orders:*", "*", "keybearer:keys", "keybearer:verify")));
    if (chance(15)) {
      draft.notBefore(engine.time.instant().plus(MINUTE.dividedBy(2)));
    }
    if (chance(20)) {
      draft.expiresAt(engine.time.instant().plus(MINUTE));
    }
    draft.allowedIps(orAny(some(List.of("10.0.0.0/8", "10.1.1.1", "2001:db8::/32", "::/0"))));
    draft.allowedReferers(orAny(
        some(List.of("a.example.com", "https://*.example.com", "https://b.example.com/app/*"))));
    draft.allowMissingReferer(chance(50));
    draft.routes(orAny(some(List.of("GET /orders", "GET,POST /orders/*", "* /health"))));
    draft.shadow(Set.copyOf(some(List.of(Rule.values()))));
    return limited(draft);
  }

  private KeyDraft limited(KeyDraft draft) {
    if (chance(50)) {
      draft.rateLimit(1 + random.nextInt(4), Duration.ofSeconds(1 + random.nextInt(100)));
    }
    if (chance(30)) {
      draft.limits(List.of(
          new KeyDraft.LimitDraft("burst", 1L + random.nextInt(3), 7L),
          new KeyDraft.LimitDraft("slow", 3L, 3_600L)));
    }
    if (chance(30)) {
      draft.quota(1L + random.nextInt(4)).quotaPeriod(oneOf(QuotaPeriod.values()));
    }
    return draft;
  }

  private VerificationRequest request(IssuedKey key) {
    VerificationRequest.Builder request = VerificationRequest.of(key.text());
    String ip =
        orNone(oneOf("", "10.1.1.1", "10.2.2.2", "11.1.1.1", "::ffff:10.1.1.1", "2001:db8::1"));
    request.ip(ip == null ? null : IpAddress.parse(ip));
    request.referer(orNone(oneOf(PAGES))).origin(chance(70) ? null : oneOf(PAGES));
    request.method(orNone(oneOf("GET", "GET", "POST", "HEAD", "")));
    request.endpoint(
        orNone(oneOf("/orders", "/orders/7", "/orders/%2e%2e/x", "/health", "orders", "")));
    request.scope(chance(70) ? null : oneOf(Scope.values()));
    request.permissions(some(List.of("orders:read", "orders:write", "keybearer:keys", "x")));
    return request.cost(chance(80) ? 1 : random.nextInt(4)).build();
  }

  private void happen(IssuedKey key) {
    engine.time.pass(Duration.ofMillis(random.nextInt(15_000)));
    happenToOthers();
    KeyState state = engine.keys().get(key.key().id()).state();
    if (state.revoked()) {
      return;
    }
    IfVersion any = IfVersion.any();
    switch (random.nextInt(60)) {
      case 0 -> engine.keys().disable(key.key().id(), any);
      case 1, 2 -> engine.keys().enable(key.key().id(), any);
      case 3 -> engine.keys().revoke(key.key().id(), any, null);
      case 4 -> rotate(key);
      default -> {}
    }
  }

  private void rotate(IssuedKey key) {
    ApiKey now = engine.keys().get(key.key().id());
    if (!now.state().rotated() && !now.expired(engine.time.instant())) {
      engine.keys().rotate(now.id(), IfVersion.any(), MINUTE.dividedBy(2));
    }
  }

  private void happenToOthers() {
    switch (random.nextInt(60)) {
      case 0 -> engine.status(CompanyStatus.SUSPENDED);
      case 1, 2, 3, 4, 5 -> engine.status(CompanyStatus.ACTIVE);
      case 6 -> engine.owner("ann", false);
      case 7 -> engine.owner("ann", true);
      default -> {}
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  private <T> List<T> some(List<T> values) {
    return values.stream().filter(value -> chance(25)).toList();
  }

  private static @Nullable String orNone(String text) {
    return text.isEmpty() ? null : text;
  }

  private static <T> @Nullable List<T> orAny(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
