package io.keybearer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyType;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.store.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstKeyTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void holdsEveryPowerThereIs() {
    IssuedKey first = first().orElseThrow();
    assertThat(first.key().type()).isEqualTo(KeyType.SYSTEM);
    assertThat(first.key().company()).isEqualTo(CompanyId.PLATFORM);
    assertThat(first.key().attributes().scope()).isEqualTo(Scope.ADMIN);
    assertThat(first.key().attributes().permissions().allows("anything:at:all")).isTrue();
    for (ReservedPermission power : ReservedPermission.values()) {
      assertThat(first.key().attributes().permissions().allows(power)).isTrue();
    }
    assertThat(engine.code(first)).isEqualTo("VALID");
    assertThat(engine
            .store
            .listEvents(Reach.everywhere(), PageRequest.first(1))
            .items()
            .get(0)
            .actor())
        .isEqualTo("bootstrap");
  }

  @Test
  void isMadeOnceByHoweverManyAtOnce() throws InterruptedException {
    try (TestEngine other = engine.beside()) {
      List<IssuedKey> seen = Collections.synchronizedList(new ArrayList<>());
      List<Optional<IssuedKey>> made = Race.of(
          16, i -> (i % 2 == 0 ? engine : other).keybearer.lifecycle().issueFirstKey(seen::add));
      assertThat(made).filteredOn(Optional::isPresent).hasSize(1);
      assertThat(seen).hasSize(1);
      assertThat(engine.code(seen.get(0))).isEqualTo("VALID");
    }
  }

  @Test
  void isNotMadeAgainEvenWhenTheFirstIsRevoked() {
    IssuedKey first = first().orElseThrow();
    engine.keys().revoke(first.key().id(), IfVersion.any(), "lost");
    assertThat(first()).isEmpty();
  }

  @Test
  void isUndoneWhenItCannotBeShown() {
    List<IssuedKey> seen = new ArrayList<>();
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.keybearer.lifecycle().issueFirstKey(key -> {
          seen.add(key);
          throw new IllegalStateException("the disk is full, says the test");
        }));
    assertThat(engine.code(seen.get(0))).isEqualTo("NOT_FOUND");
    assertThat(first()).isPresent();
  }

  @Test
  void whoLostItMakesAnotherAlsoInTheSameInstant() {
    first();
    IssuedKey one = engine.keybearer.lifecycle().issueRecoveryKey(key -> {});
    IssuedKey two = engine.keybearer.lifecycle().issueRecoveryKey(key -> {});
    assertThat(engine.code(one)).isEqualTo("VALID");
    assertThat(engine.code(two)).isEqualTo("VALID");
    engine.keysAs(one.key()).issue(PlatformPowers.draft("successor of the lost"));
  }

  private Optional<IssuedKey> first() {
    return engine.keybearer.lifecycle().issueFirstKey(key -> {});
  }
}
