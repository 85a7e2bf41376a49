package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.QuotaPeriod;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quotas count calendar periods in UTC, exactly. */
class QuotaTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aDayEndsAtMidnight() {
    assertOneUntil(QuotaPeriod.DAY, "2026-03-11T00:00:00Z");
  }

  @Test
  void aWeekEndsOnMonday() {
    assertOneUntil(QuotaPeriod.WEEK, "2026-03-16T00:00:00Z");
  }

  @Test
  void aMonthEndsWithItsLastDay() {
    assertOneUntil(QuotaPeriod.MONTH, "2026-04-01T00:00:00Z");
  }

  @Test
  void aSuccessorGoesOnWithThePeriodOfItsPredecessor() {
    IssuedKey key = engine.issue("old", d -> d.quota(3L).quotaPeriod(QuotaPeriod.MONTH));
    assertThat(engine.code(key)).isEqualTo("VALID");
    IssuedKey next = engine.keys().rotate(key.key().id(), IfVersion.any(), Duration.ofDays(1));
    assertThat(engine.code(next)).isEqualTo("VALID");
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.code(next)).isEqualTo("QUOTA_EXCEEDED");
    assertThat(engine.code(key)).isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void sayingWhereTheLimitsStandTouchesNone() {
    IssuedKey key = engine.issue("asked", d -> d.quota(2L).quotaPeriod(QuotaPeriod.DAY));
    for (int i = 0; i < 5; i++) {
      assertThat(engine.keybearer.verifier().limits(key.key()))
          .singleElement()
          .isEqualTo(new LimitStatus(
              "quota", 2, Duration.ofDays(1), 2, Duration.ofMinutes(870), Duration.ZERO));
    }
  }

  @Test
  void aKeyWithAQuotaIsNotVerifiedFromMemoryAlone() {
    IssuedKey key = engine.issue("counted", d -> d.quota(1L).quotaPeriod(QuotaPeriod.DAY));
    assertThat(engine.code(key)).isEqualTo("VALID");
    VerificationRequest request = VerificationRequest.of(key.text()).build();
    assertThat(engine.keybearer.verifier().verifyFromMemory(Caller.application(), request))
        .isEmpty();
  }

  private void assertOneUntil(QuotaPeriod period, String end) {
    IssuedKey key = engine.issue("one", d -> d.quota(1L).quotaPeriod(period));
    assertThat(engine.code(key)).isEqualTo("VALID");
    Duration left = Duration.between(engine.time.instant(), Instant.parse(end));
    Verification denied = engine.verify(key.text());
    assertThat(denied.code()).isEqualTo("QUOTA_EXCEEDED");
    assertThat(denied.limits().get(0).retryAfter()).isEqualTo(left);
    assertThat(denied.limits().get(0).reset()).isEqualTo(left);
    engine.time.pass(left.minusMillis(1));
    assertThat(engine.code(key)).isEqualTo("QUOTA_EXCEEDED");
    engine.time.pass(Duration.ofMillis(1));
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.code(key)).isEqualTo("QUOTA_EXCEEDED");
  }
}
