package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.WatchedStore;
import io.keybearer.key.CompanyStatus;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fills of the cache against changes of what they read, in every order of their steps: before the
 * reading, between reading and hearing of it, between commit and hearing of that. However they
 * meet, once the change has been told, nothing accepts what it ended.
 */
class CacheRaceTest {
  private static final long SEED = Long.getLong("keybearer.seed", System.nanoTime());
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final TestEngine other = engine.beside();
  private final Conductor conductor = new Conductor(SEED);
  private int number;

  @BeforeEach
  void openGates() {
    System.out.println("orders from -Dkeybearer.seed=" + SEED);
    gates(engine.store);
    gates(other.store);
  }

  @AfterEach
  void close() {
    conductor.close();
    other.close();
    engine.close();
  }

  @Test
  void noFillLeavesARevokedKeyAcceptedInTenThousandMeetings() {
    for (int i = 0; i < 10_000; i++) {
      IssuedKey key = user();
      meet(key, engine, () -> engine.keys().revoke(key.key().id(), ANY, null));
      assertThat(engine.code(key)).isEqualTo("REVOKED");
    }
  }

  @Test
  void noFillLeavesARevokedKeyAcceptedElsewhereOnceTheFeedIsRead() {
    for (int i = 0; i < 2_000; i++) {
      IssuedKey key = user();
      meet(key, other, () -> engine.keys().revoke(key.key().id(), ANY, null), other::follow);
      other.follow();
      assertThat(other.code(key)).isEqualTo("REVOKED");
    }
  }

  @Test
  void noFillLeavesASuspendedCompanysKeyAccepted() {
    against("COMPANY_SUSPENDED", key -> engine.status(CompanyStatus.SUSPENDED));
  }

  @Test
  void noFillLeavesADisabledOwnersKeyAccepted() {
    against("OWNER_DISABLED", key -> engine.owner("ann", false));
  }

  @Test
  void noFillLeavesADisabledKeyAccepted() {
    against("DISABLED", key -> engine.keys().disable(key.key().id(), ANY));
  }

  @Test
  void noFillLeavesARotatedKeyAccepted() {
    against("ROTATED", key -> engine.keys().rotate(key.key().id(), ANY, Duration.ZERO));
  }

  private void against(String code, Consumer<IssuedKey> change) {
    for (int i = 0; i < 1_000; i++) {
      IssuedKey key = user();
      meet(key, engine, () -> change.accept(key));
      assertThat(engine.code(key)).isEqualTo(code);
      engine.status(CompanyStatus.ACTIVE);
      engine.owner("ann", true);
    }
  }

  private void meet(IssuedKey key, TestEngine reader, Runnable... changes) {
    Runnable fill = () -> assertThat(reader.code(key)).isNotEqualTo("NOT_FOUND");
    conductor.play(List.of(fill, changes[0], fill, changes.length > 1 ? changes[1] : fill));
  }

  private IssuedKey user() {
    return engine.keys().issue(KeyDraft.user(engine.acme, "ann", "key " + number++));
  }

  private static void gates(WatchedStore store) {
    store.beforeLookup = Conductor::gate;
    store.afterLookup = Conductor::gate;
    store.afterCommit = Conductor::gate;
    store.afterFeed = Conductor::gate;
  }
}
