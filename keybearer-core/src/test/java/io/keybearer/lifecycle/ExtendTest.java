package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtendTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final Duration DAY = Duration.ofDays(1);

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final IssuedKey key = engine.issue("mortal", d -> d.expiresAt(start.plus(DAY)));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void addsToTheExpiryOfALivingKey() {
    assertThat(extend(key, DAY)).isEqualTo(start.plus(Duration.ofDays(2)));
    engine.time.pass(Duration.ofDays(2).minusMillis(1));
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.time.pass(Duration.ofMillis(1));
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
  }

  @Test
  void addsToNowForAnExpiredKey() {
    engine.time.pass(Duration.ofDays(10));
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
    assertThat(extend(key, DAY)).isEqualTo(start.plus(Duration.ofDays(11)));
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void refusesARevokedARotatedAndAnImmortalKey() {
    IssuedKey immortal = engine.issue("immortal");
    assertConflict(ProblemCode.KEY_NEVER_EXPIRES, () -> extend(immortal, DAY));
    engine.keys().rotate(key.key().id(), ANY, DAY);
    assertConflict(ProblemCode.KEY_ROTATED, () -> extend(key, DAY));
    engine.keys().revoke(key.key().id(), ANY, null);
    assertConflict(ProblemCode.KEY_REVOKED, () -> extend(key, DAY));
    engine.keys().revoke(immortal.key().id(), ANY, null);
    assertConflict(ProblemCode.KEY_REVOKED, () -> extend(immortal, DAY));
  }

  @Test
  void refusesADurationThatIsNotPositiveOrAbsurd() {
    assertInvalid(() -> extend(key, Duration.ZERO), "duration DURATION_NOT_POSITIVE");
    assertInvalid(() -> extend(key, Duration.ofNanos(-1)), "duration DURATION_NOT_POSITIVE");
    assertInvalid(() -> extend(key, Duration.ofSeconds(1_000_000_001)), "duration OUT_OF_RANGE");
    assertInvalid(() -> extend(key, Duration.ofSeconds(Long.MAX_VALUE)), "duration OUT_OF_RANGE");
    assertThat(engine.keys().get(key.key().id())).isEqualTo(key.key());
  }

  @Test
  void refusesToPassTheCompanysMaximumLifeFromNow() {
    engine.changeCompany(d -> d.maxLife(Duration.ofDays(3)));
    assertConflict(
        ProblemCode.PAST_MAXIMUM_LIFE, () -> extend(key, Duration.ofDays(2).plusMillis(1)));
    assertThat(extend(key, Duration.ofDays(2))).isEqualTo(start.plus(Duration.ofDays(3)));
    engine.time.pass(Duration.ofDays(1));
    assertThat(extend(key, DAY)).isEqualTo(start.plus(Duration.ofDays(4)));
  }

  @Test
  void makesNoDisabledKeyValid() {
    engine.keys().disable(key.key().id(), ANY);
    extend(key, DAY);
    assertThat(engine.code(key)).isEqualTo("DISABLED");
  }

  private @Nullable Instant extend(IssuedKey extended, Duration duration) {
    return engine
        .keys()
        .extendExpiry(extended.key().id(), ANY, duration)
        .attributes()
        .expiresAt();
  }
}
