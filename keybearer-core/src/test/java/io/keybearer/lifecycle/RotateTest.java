package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Scope;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotateTest {
  private static final IfVersion ANY = IfVersion.any();
  private static final Duration DAY = Duration.ofDays(1);

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void makesASuccessorWithTheSameRightsAndLinksBoth() {
    IssuedKey old = engine.issue(
        "old",
        d -> d.env("live")
            .scope(Scope.WRITE)
            .permissions(List.of("orders:*"))
            .routes(List.of("* /orders/*"))
            .allowedIps(List.of("10.0.0.0/8"))
            .allowedReferers(List.of("a.example.com"))
            .allowMissingReferer(true)
            .rateLimit(5L)
            .metadata(Map.of("team", "blue"))
            .tags(List.of("nightly")));
    IssuedKey next = rotate(old, DAY);
    ApiKey retiring = engine.keys().get(old.key().id());
    assertThat(next.key().attributes()).isEqualTo(old.key().attributes());
    assertThat(next.key().env()).isEqualTo("live");
    assertThat(next.key().prefix()).isNotEqualTo(old.key().prefix());
    assertThat(next.key().state().rotatedFrom()).isEqualTo(old.key().id());
    assertThat(retiring.state().rotatedTo()).isEqualTo(next.key().id());
    assertThat(retiring.state().retiresAt()).isEqualTo(start.plus(DAY));
    assertThat(retiring.attributes()).isEqualTo(old.key().attributes());
  }

  @Test
  void givesTheSuccessorTheSameLengthOfLifeAnewAndTheOldKeyNothing() {
    IssuedKey old = engine.issue("old", d -> d.expiresAt(start.plus(Duration.ofDays(30))));
    engine.time.pass(Duration.ofDays(29));
    IssuedKey next = rotate(old, Duration.ofDays(7));
    assertThat(next.key().attributes().expiresAt()).isEqualTo(start.plus(Duration.ofDays(59)));
    ApiKey retiring = engine.keys().get(old.key().id());
    assertThat(retiring.state().retiresAt()).isEqualTo(start.plus(Duration.ofDays(30)));
    assertThat(retiring.attributes().expiresAt()).isEqualTo(start.plus(Duration.ofDays(30)));
  }

  @Test
  void countsALifeThatBeganLaterFromItsBeginning() {
    IssuedKey old = engine.issue(
        "old", d -> d.notBefore(start.plus(DAY)).expiresAt(start.plus(Duration.ofDays(11))));
    IssuedKey early = rotate(old, DAY);
    assertThat(early.key().attributes().notBefore()).isEqualTo(start.plus(DAY));
    assertThat(early.key().attributes().expiresAt()).isEqualTo(start.plus(Duration.ofDays(11)));
    engine.time.pass(Duration.ofDays(5));
    KeyAttributes late = rotate(early, DAY).key().attributes();
    assertThat(late.notBefore()).isNull();
    assertThat(late.expiresAt()).isEqualTo(start.plus(Duration.ofDays(15)));
  }

  @Test
  void anOldNotBeforeMakesNoLifeLonger() {
    IssuedKey old = engine.issue("old", d -> d.notBefore(Instant.EPOCH).expiresAt(start.plus(DAY)));
    assertThat(rotate(old, DAY).key().attributes().expiresAt()).isEqualTo(start.plus(DAY));
  }

  @Test
  void keepsTheSuccessorWithinTheCompanysMaximumLife() {
    IssuedKey immortal = engine.issue("immortal");
    IssuedKey aYear = engine.issue("a year", d -> d.expiresAt(start.plus(Duration.ofDays(365))));
    IssuedKey future = engine.issue("future", d -> d.notBefore(start.plus(Duration.ofDays(40))));
    engine.changeCompany(d -> d.maxLife(Duration.ofDays(30)));
    Instant most = start.plus(Duration.ofDays(30));
    assertThat(rotate(immortal, DAY).key().attributes().expiresAt()).isEqualTo(most);
    assertThat(rotate(aYear, DAY).key().attributes().expiresAt()).isEqualTo(most);
    assertConflict(ProblemCode.PAST_MAXIMUM_LIFE, () -> rotate(future, DAY));
  }

  @Test
  void chainsAndNeverRotatesTheSameKeyTwice() {
    IssuedKey first = engine.issue("chain");
    IssuedKey second = rotate(first, DAY);
    assertConflict(ProblemCode.KEY_ROTATED, () -> rotate(first, DAY));
    IssuedKey third = rotate(second, DAY);
    assertThat(third.key().state().lineage()).isEqualTo(first.key().id());
    assertThat(third.key().state().rotatedFrom()).isEqualTo(second.key().id());
    assertThat(List.of(engine.code(first), engine.code(second), engine.code(third)))
        .containsOnly("VALID");
    engine.time.pass(DAY);
    assertThat(List.of(engine.code(first), engine.code(second), engine.code(third)))
        .containsExactly("ROTATED", "ROTATED", "VALID");
  }

  @Test
  void theWholeLineageSharesItsCounters() {
    IssuedKey first = engine.issue("counted", d -> d.rateLimit(3, Duration.ofHours(1)));
    IssuedKey second = rotate(first, DAY);
    IssuedKey third = rotate(second, DAY);
    assertThat(List.of(engine.code(first), engine.code(second), engine.code(third)))
        .containsOnly("VALID");
    assertThat(List.of(engine.code(first), engine.code(second), engine.code(third)))
        .containsOnly("RATE_LIMITED");
  }

  @Test
  void refusesRevokedAndExpiredKeysAndSillyGraces() {
    IssuedKey revoked = engine.issue("revoked");
    engine.keys().revoke(revoked.key().id(), ANY, null);
    assertConflict(ProblemCode.KEY_REVOKED, () -> rotate(revoked, DAY));
    IssuedKey expired = engine.issue("expired", d -> d.expiresAt(start.plusSeconds(1)));
    engine.time.pass(Duration.ofSeconds(1));
    assertConflict(ProblemCode.KEY_EXPIRED, () -> rotate(expired, DAY));
    IssuedKey good = engine.issue("good");
    assertInvalid(() -> rotate(good, Duration.ofNanos(-1)), "grace DURATION_NOT_POSITIVE");
    assertInvalid(() -> rotate(good, Duration.ofSeconds(1_000_000_001)), "grace OUT_OF_RANGE");
  }

  @Test
  void aRotatedKeyIsNeverLengthened() {
    IssuedKey old = engine.issue("old", d -> d.expiresAt(start.plus(Duration.ofDays(2))));
    rotate(old, DAY);
    for (Instant later : new Instant[] {start.plus(Duration.ofDays(3)), Instant.MAX}) {
      Instant wanted = later.equals(Instant.MAX) ? null : later;
      assertConflict(
          ProblemCode.KEY_ROTATED,
          () -> engine.keys().change(old.key().id(), ANY, d -> d.expiresAt(wanted)));
    }
    engine.keys().change(old.key().id(), ANY, d -> d.expiresAt(start.plusSeconds(60)));
    engine.time.pass(Duration.ofSeconds(60));
    assertThat(engine.code(old)).isEqualTo("EXPIRED");
  }

  @Test
  void aDisabledKeysSuccessorIsDisabled() {
    IssuedKey old = engine.issue("off");
    engine.keys().disable(old.key().id(), ANY);
    IssuedKey next = rotate(old, DAY);
    assertThat(engine.code(next)).isEqualTo("DISABLED");
    engine.keys().enable(next.key().id(), ANY);
    assertThat(engine.code(next)).isEqualTo("VALID");
    assertThat(engine.code(old)).isEqualTo("DISABLED");
  }

  @Test
  void aCallerCannotRotateItselfWithoutGrace() {
    IssuedKey self = engine.issue("self");
    Keys own = engine.keysAs(self.key());
    assertConflict(
        ProblemCode.ROTATES_ITSELF, () -> own.rotate(self.key().id(), ANY, Duration.ZERO));
    assertThat(engine.code(own.rotate(self.key().id(), ANY, Duration.ofMillis(1))))
        .isEqualTo("VALID");
  }

  @Test
  void ofManyAtOnceOneRotatesAndThereIsOneCurrentKey() throws InterruptedException {
    IssuedKey old = engine.issue("wanted");
    List<String> results = Race.of(16, i -> {
      try {
        return engine.code(rotate(old, DAY));
      } catch (ConflictException late) {
        return late.code().name();
      }
    });
    assertThat(results).filteredOn("VALID"::equals).hasSize(1);
    assertThat(results).filteredOn("KEY_ROTATED"::equals).hasSize(15);
  }

  private IssuedKey rotate(IssuedKey key, Duration grace) {
    return engine.keys().rotate(key.key().id(), ANY, grace);
  }
}
