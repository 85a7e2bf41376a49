package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Reach;
import io.keybearer.key.Revocation;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Revoking is final and idempotent; switching off is neither. */
class RevokeTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final IssuedKey key = engine.issue("doomed", d -> d.expiresAt(start.plusSeconds(3600)));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void keepsTheFirstTimeAndReason() {
    ApiKey first = engine.keys().revoke(key.key().id(), ANY, "leaked");
    assertThat(first.state().revocation())
        .isEqualTo(new Revocation(start, "application", "leaked"));
    engine.time.pass(Duration.ofHours(1));
    IssuedKey other = engine.issue("other");
    assertThat(engine.keysAs(other.key()).revoke(key.key().id(), ANY, "again")).isEqualTo(first);
    assertThat(engine.keys().get(key.key().id())).isEqualTo(first);
    assertThat(actions()).containsExactly("key.issued", "key.revoked", "key.issued");
  }

  @Test
  void nothingUnrevokes() {
    ApiKey revoked = engine.keys().revoke(key.key().id(), ANY, null);
    Keys keys = engine.keys();
    assertConflict(ProblemCode.KEY_REVOKED, () -> keys.enable(revoked.id(), ANY));
    assertConflict(ProblemCode.KEY_REVOKED, () -> keys.rotate(revoked.id(), ANY, Duration.ZERO));
    assertConflict(
        ProblemCode.KEY_REVOKED,
        () -> keys.change(revoked.id(), ANY, d -> d.expiresAt(start.plusSeconds(7200))));
    assertConflict(
        ProblemCode.KEY_REVOKED, () -> keys.change(revoked.id(), ANY, d -> d.expiresAt(null)));
    keys.change(revoked.id(), ANY, d -> d.name("renamed").permissions(List.of("*")));
    keys.disable(revoked.id(), ANY);
    assertThat(engine.code(key)).isEqualTo("REVOKED");
    assertThat(keys.get(revoked.id()).state().revocation())
        .isEqualTo(revoked.state().revocation());
  }

  @Test
  void endsARotatedKeyInItsGraceAndLeavesItsSuccessor() {
    IssuedKey next = engine.keys().rotate(key.key().id(), ANY, Duration.ofMinutes(1));
    engine.keys().revoke(key.key().id(), ANY, null);
    assertThat(engine.code(key)).isEqualTo("REVOKED");
    assertThat(engine.code(next)).isEqualTo("VALID");
  }

  @Test
  void takesAReasonOfOneToFiveHundredCharactersOrNone() {
    for (String reason : List.of("", " ", "x".repeat(501))) {
      assertInvalid(() -> engine.keys().revoke(key.key().id(), ANY, reason), "reason WRONG_LENGTH");
    }
    assertInvalid(
        () -> engine.keys().revoke(key.key().id(), ANY, "a\nb"), "reason CONTROL_CHARACTERS");
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.keys().revoke(key.key().id(), ANY, null);
    assertThat(Objects.requireNonNull(engine.keys().get(key.key().id()).state().revocation())
            .reason())
        .isNull();
  }

  @Test
  void sixteenAtOnceRevokeOnce() throws InterruptedException {
    List<ApiKey> revoked =
        Race.of(16, i -> engine.keys().revoke(key.key().id(), ANY, "caller " + i));
    assertThat(Set.copyOf(revoked)).hasSize(1);
    assertThat(actions()).containsExactly("key.issued", "key.revoked");
  }

  @Test
  void aRacingChangeNeverBringsAKeyBack() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      IssuedKey raced = engine.issue("raced " + i);
      List<String> names = List.of("revoke", "rename", "disable");
      Race.of(3, caller -> switch (names.get(caller)) {
        case "revoke" -> engine.keys().revoke(raced.key().id(), ANY, null);
        case "rename" -> engine.keys().change(raced.key().id(), ANY, d -> d.tags(List.of("x")));
        default -> engine.keys().disable(raced.key().id(), ANY);
      });
      assertThat(engine.code(raced)).isEqualTo("REVOKED");
    }
  }

  @Test
  void switchingOffAndOnIsIdempotentAndAudited() {
    Keys keys = engine.keys();
    ApiKey off = keys.disable(key.key().id(), ANY);
    assertThat(keys.disable(key.key().id(), ANY)).isEqualTo(off);
    assertThat(engine.code(key)).isEqualTo("DISABLED");
    ApiKey on = keys.enable(key.key().id(), ANY);
    assertThat(keys.enable(key.key().id(), ANY)).isEqualTo(on);
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(on.provenance().version()).isEqualTo(3);
    assertThat(actions()).containsExactly("key.issued", "key.disabled", "key.enabled");
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>(
        engine.store.listEvents(Reach.everywhere(), PageRequest.first(200)).items().stream()
            .map(KeyEvent::action)
            .filter(action -> action.startsWith("key."))
            .toList());
    Collections.reverse(actions);
    return actions;
  }
}
