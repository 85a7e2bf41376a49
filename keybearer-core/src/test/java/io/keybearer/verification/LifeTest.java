package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyStatus;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When exactly a key begins and ends, and whose doing that is. */
class LifeTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aKeyIsInvalidAtItsExpiryAndValidUntilThen() {
    IssuedKey key = engine.issue("short", d -> d.expiresAt(start.plusSeconds(60)));
    engine.time.pass(Duration.ofSeconds(60).minus(MILLI));
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(key.key().isValid(start.plusSeconds(60).minus(MILLI))).isTrue();
    engine.time.pass(MILLI);
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
    assertThat(key.key().isValid(start.plusSeconds(60))).isFalse();
  }

  @Test
  void aKeyIsValidAtItsNotBeforeAndNotOneMillisecondEarlier() {
    IssuedKey key = engine.issue("later", d -> d.notBefore(start.plusSeconds(60)));
    engine.time.pass(Duration.ofSeconds(60).minus(MILLI));
    assertThat(engine.code(key)).isEqualTo("NOT_YET_VALID");
    engine.time.pass(MILLI);
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void aRotatedKeyIsInvalidAtTheEndOfItsGraceAndValidUntilThen() {
    IssuedKey key = engine.issue("old");
    IssuedKey next = engine.keys().rotate(key.key().id(), ANY, Duration.ofSeconds(60));
    engine.time.pass(Duration.ofSeconds(60).minus(MILLI));
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.time.pass(MILLI);
    assertThat(engine.code(key)).isEqualTo("ROTATED");
    assertThat(engine.code(next)).isEqualTo("VALID");
  }

  @Test
  void aKeyRotatedWithoutGraceEndsAtThatVeryInstant() {
    IssuedKey key = engine.issue("old");
    IssuedKey next = engine.keys().rotate(key.key().id(), ANY, Duration.ZERO);
    assertThat(engine.code(key)).isEqualTo("ROTATED");
    assertThat(engine.code(next)).isEqualTo("VALID");
  }

  @Test
  void aRotatedKeyThatExpiresWithItsGraceSaysRotated() {
    IssuedKey key = engine.issue("old", d -> d.expiresAt(start.plusSeconds(30)));
    engine.keys().rotate(key.key().id(), ANY, Duration.ofHours(1));
    engine.time.pass(Duration.ofSeconds(30));
    assertThat(engine.code(key)).isEqualTo("ROTATED");
  }

  @Test
  void aSuspendedCompanysKeysAreDeniedUntilItIsActiveAgain() {
    IssuedKey key = engine.issue("suspended");
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.status(CompanyStatus.SUSPENDED);
    assertThat(engine.code(key)).isEqualTo("COMPANY_SUSPENDED");
    engine.status(CompanyStatus.ACTIVE);
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void anInactiveOwnersKeysAreDeniedAndNobodyElses() {
    IssuedKey anns = engine.keys().issue(KeyDraft.user(engine.acme, "ann", "ann's"));
    IssuedKey bobs = engine.keys().issue(KeyDraft.user(engine.acme, "bob", "bob's"));
    IssuedKey service = engine.issue("a service survives people leaving");
    assertThat(engine.code(anns)).isEqualTo("VALID");
    engine.owner("ann", false);
    assertThat(engine.code(anns)).isEqualTo("OWNER_DISABLED");
    assertThat(engine.code(bobs)).isEqualTo("VALID");
    assertThat(engine.code(service)).isEqualTo("VALID");
    engine.owner("ann", true);
    assertThat(engine.code(anns)).isEqualTo("VALID");
  }

  @Test
  void aKeyExpiresByTheStoresClockAndDoesNotComeBackWhenThatIsSetBack() {
    IssuedKey key = engine.issue("mortal", d -> d.expiresAt(start.plusSeconds(60)));
    engine.time.pass(Duration.ofSeconds(60));
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
    for (Duration back : new Duration[] {Duration.ofSeconds(-5), Duration.ofHours(-1)}) {
      engine.time.jump(back);
      engine.follow();
      assertThat(engine.code(key)).isEqualTo("EXPIRED");
    }
  }

  @Test
  void aStoreSetForwardIsBelievedOnceItIsRead() {
    IssuedKey key = engine.issue("mortal", d -> d.expiresAt(start.plus(Duration.ofMinutes(30))));
    engine.time.jump(Duration.ofHours(1));
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.follow();
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
  }

  @Test
  void aVerificationNeitherDeletesNorChangesAnExpiredKey() {
    IssuedKey key = engine.issue("kept for the record", d -> d.expiresAt(start.plusSeconds(60)));
    engine.time.pass(Duration.ofDays(400));
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
    ApiKey after = engine.keys().get(key.key().id());
    assertThat(after).isEqualTo(key.key());
  }
}
