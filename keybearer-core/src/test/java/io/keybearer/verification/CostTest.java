package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.SecretText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a verification takes of limits and quota: all of its cost from each, or nothing. */
class CostTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void takesFromEveryLimitAndTheQuotaTogether() {
    IssuedKey key = limited(10, 5, 8);
    assertThat(remaining(engine.verify(key, r -> r.cost(3)))).containsExactly(7L, 2L, 5L);
    Verification denied = engine.verify(key, r -> r.cost(3));
    assertThat(denied.code()).isEqualTo("RATE_LIMITED");
    assertThat(remaining(denied)).containsExactly(7L, 2L);
    assertThat(remaining(engine.verify(key, r -> r.cost(2)))).containsExactly(5L, 0L, 3L);
  }

  @Test
  void givesBackToTheLimitsWhatTheQuotaThenRefuses() {
    IssuedKey key = limited(10, 10, 4);
    assertThat(remaining(engine.verify(key, r -> r.cost(3)))).containsExactly(7L, 7L, 1L);
    Verification denied = engine.verify(key, r -> r.cost(2));
    assertThat(denied.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(remaining(denied)).containsExactly(7L, 7L, 1L);
    assertThat(denied.limits().get(2).denies()).isTrue();
    assertThat(remaining(engine.verify(key, r -> r.cost(1)))).containsExactly(6L, 6L, 0L);
  }

  @Test
  void givesBackToTheLimitsWhenTheQuotaCannotBeAsked() {
    IssuedKey key = limited(10, 10, 10);
    engine.verify(key, r -> r.cost(1));
    engine.store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> engine.verify(key, r -> r.cost(4)));
    engine.store.down = false;
    assertThat(remaining(engine.verify(key, r -> r.cost(0)))).containsExactly(9L, 9L, 9L);
  }

  @Test
  void costZeroLooksAndIsAcceptedWhateverIsLeft() {
    IssuedKey key = limited(2, 2, 2);
    assertThat(remaining(engine.verify(key, r -> r.cost(0)))).containsExactly(2L, 2L, 2L);
    engine.verify(key, r -> r.cost(2));
    Verification looked = engine.verify(key, r -> r.cost(0));
    assertThat(looked.code()).isEqualTo("VALID");
    assertThat(remaining(looked)).containsExactly(0L, 0L, 0L);
    engine.keys().change(key.key().id(), IfVersion.any(), d -> d.quota(1L));
    assertThat(engine.code(key, r -> r.cost(0))).isEqualTo("VALID");
    assertThat(engine.code(key, r -> r.cost(1))).isEqualTo("RATE_LIMITED");
  }

  @Test
  void aCostThatCanNeverFitIsRefusedAndTakesNothing() {
    IssuedKey key = limited(10, 5, 8);
    for (long cost : new long[] {6, 8, 11, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      assertRefused(key.text(), cost);
    }
    IssuedKey bounded = engine.issue("by quota", d -> d.quota(3L).quotaPeriod(QuotaPeriod.MONTH));
    assertRefused(bounded.text(), 4);
    assertThat(remaining(engine.verify(key, r -> r.cost(5)))).containsExactly(5L, 0L, 3L);
  }

  @Test
  void aNegativeCostIsRefusedWhateverTheKeyIs() {
    IssuedKey revoked = engine.issue("revoked");
    engine.keys().revoke(revoked.key().id(), IfVersion.any(), null);
    assertRefused(revoked.text(), -1);
    assertRefused(engine.issue("unlimited").text(), -1);
    assertRefused(SecretText.of("nonsense"), -1);
    assertRefused(Texts.withAnotherSecret(revoked.text()), -1);
  }

  @Test
  void aKeyWithoutLimitsPaysAnyCost() {
    IssuedKey key = engine.issue("unlimited");
    Verification verdict = engine.verify(key, r -> r.cost(Long.MAX_VALUE));
    assertThat(verdict.code()).isEqualTo("VALID");
    assertThat(verdict.limits()).isEmpty();
  }

  @Test
  void aRequestDeniedForAnotherReasonCostsNothing() {
    IssuedKey key = engine.issue(
        "one", d -> d.rateLimit(1, Duration.ofHours(1)).quota(1L).quotaPeriod(QuotaPeriod.DAY));
    for (int i = 0; i < 5; i++) {
      assertThat(engine.code(key, r -> r.method("POST"))).isEqualTo("INSUFFICIENT_SCOPE");
    }
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void refillsEvenlyByTheMonotonicClockWhateverTheWallClockDoes() {
    IssuedKey key = engine.issue("steady", d -> d.rateLimit(2, Duration.ofSeconds(60)));
    engine.verify(key, r -> r.cost(2));
    for (Duration jump : List.of(Duration.ofHours(1), Duration.ofHours(-2))) {
      engine.time.jump(jump);
      engine.follow();
      assertThat(engine.code(key)).isEqualTo("RATE_LIMITED");
    }
    engine.time.pass(Duration.ofSeconds(30).minusNanos(1));
    assertThat(engine.code(key)).isEqualTo("RATE_LIMITED");
    engine.time.pass(Duration.ofNanos(1));
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.code(key)).isEqualTo("RATE_LIMITED");
  }

  @Test
  void aThousandCallersAtOnceShareOneLimitExactly() throws InterruptedException {
    IssuedKey key = engine.issue(
        "shared",
        d -> d.rateLimit(100, Duration.ofHours(1)).quota(60L).quotaPeriod(QuotaPeriod.DAY));
    List<String> codes = Race.of(200, i -> engine.code(key));
    assertThat(codes).filteredOn("VALID"::equals).hasSize(60);
    assertThat(remaining(engine.verify(key, r -> r.cost(0)))).containsExactly(40L, 0L);
  }

  private void assertRefused(SecretText text, long cost) {
    VerificationRequest request = VerificationRequest.of(text).cost(cost).build();
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> engine.keybearer.verify(request))
        .satisfies(refused -> assertThat(refused.fields()).singleElement().satisfies(field -> {
          assertThat(field.path()).isEqualTo("cost");
          assertThat(field.code()).isEqualTo(ProblemCode.COST_OUT_OF_RANGE);
        }));
  }

  private static List<Long> remaining(Verification verdict) {
    return verdict.limits().stream().map(LimitStatus::remaining).toList();
  }

  private IssuedKey limited(long own, long burst, long quota) {
    return engine.issue(
        "limited",
        d -> d.rateLimit(own, Duration.ofHours(1))
            .limits(List.of(new KeyDraft.LimitDraft("burst", burst, 3600L)))
            .quota(quota)
            .quotaPeriod(QuotaPeriod.DAY));
  }
}
