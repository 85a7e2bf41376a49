package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.LastUse;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The last use: noted at every acceptance, written in batches, and only ever forward. */
class LastUseTest {
  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final IssuedKey key = engine.issue("used");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void countsUsesOfAKeyInMemory() {
    engine.code(key);
    int lookups = engine.store.lookups.get();
    engine.time.pass(Duration.ofSeconds(2));
    assertThat(engine.code(key, r -> r.ip(IpAddress.parse("192.0.2.7")))).isEqualTo("VALID");
    assertThat(engine.store.lookups).hasValue(lookups);
    assertThat(flushed()).isEqualTo(new LastUse(start.plusSeconds(2), "192.0.2.7"));
  }

  @Test
  void writesAThousandUsesOfAKeyAtOnce() {
    for (int i = 0; i < 1_000; i++) {
      engine.code(key);
    }
    assertThat(engine.store.useWritings).hasValue(0);
    assertThat(flushed()).isEqualTo(new LastUse(start, null));
    assertThat(engine.store.useWritings).hasValue(1);
    flushed();
    assertThat(engine.store.useWritings).hasValue(1);
  }

  @Test
  void notesNoDenial() {
    engine.code(key, r -> r.method("POST"));
    engine.keys().revoke(key.key().id(), IfVersion.any(), null);
    engine.code(key);
    assertThat(flushed()).isNull();
  }

  @Test
  void neverMovesBackwards() {
    engine.time.pass(Duration.ofSeconds(5));
    engine.code(key);
    LastUse latest = flushed();
    engine.store.recordUses(List.of(new KeyUse(key.key().id(), new LastUse(start, "10.0.0.1"))));
    assertThat(engine.keys().get(key.key().id()).lastUse()).isEqualTo(latest);
    engine.time.jump(Duration.ofHours(-1));
    engine.follow();
    engine.code(key);
    assertThat(flushed()).isEqualTo(latest);
  }

  @Test
  void losesNothingWhenTheStoreIsDown() {
    engine.code(key);
    engine.store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> engine.keybearer.verifier().flushUses());
    engine.store.down = false;
    assertThat(flushed()).isEqualTo(new LastUse(start, null));
  }

  @Test
  void isNoAdministrativeChangeAndLeavesMemoryAlone() {
    engine.follow();
    engine.code(key);
    flushed();
    ApiKey after = engine.keys().get(key.key().id());
    assertThat(after.provenance()).isEqualTo(key.key().provenance());
    engine.follow();
    int lookups = engine.store.lookups.get();
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.store.lookups).hasValue(lookups);
  }

  @Test
  void survivesAChangeOfTheKey() {
    engine.code(key);
    LastUse use = flushed();
    engine.keys().change(key.key().id(), IfVersion.any(), d -> d.name("renamed"));
    assertThat(engine.keys().get(key.key().id()).lastUse()).isEqualTo(use);
  }

  @Test
  void isWrittenAtTheEnd() {
    engine.code(key);
    engine.close();
    assertThat(engine.keys().get(key.key().id()).lastUse()).isEqualTo(new LastUse(start, null));
  }

  @Test
  void canBeNotedBesideAVerification() {
    engine.keybearer.verifier().noteUse(key.key().id(), IpAddress.parse("::1"));
    assertThat(flushed()).isEqualTo(new LastUse(start, "::1"));
  }

  private @Nullable LastUse flushed() {
    engine.keybearer.verifier().flushUses();
    return engine.keys().get(key.key().id()).lastUse();
  }
}
