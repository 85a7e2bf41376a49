package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.Pepper;
import io.keybearer.secret.Peppers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hashes follow the current pepper, a key at a time, as its holder proves to hold it. */
class PepperTest {
  private static final Pepper FIRST = Pepper.of("p1", bytes(1));
  private static final Pepper SECOND = Pepper.of("p2", bytes(2));

  private final TestEngine plain = TestEngine.start();
  private final IssuedKey key = plain.issue("old");

  @AfterEach
  void close() {
    plain.close();
  }

  @Test
  void aUseUpgradesTheHashToTheCurrentPepper() {
    try (TestEngine peppered = with(FIRST)) {
      assertThat(scheme()).isEqualTo("sha256");
      assertThat(peppered.code(key)).isEqualTo("VALID");
      assertThat(scheme()).isEqualTo("sha256");
      peppered.keybearer.verifier().upgradeHashes();
      assertThat(scheme()).isEqualTo("hmac-sha256:p1");
      assertThat(peppered.code(key)).isEqualTo("VALID");
    }
    try (TestEngine later = with(SECOND, FIRST)) {
      assertThat(later.code(key)).isEqualTo("VALID");
      later.keybearer.verifier().upgradeHashes();
      assertThat(scheme()).isEqualTo("hmac-sha256:p2");
    }
    try (TestEngine latest = with(SECOND)) {
      assertThat(latest.code(key)).isEqualTo("VALID");
    }
  }

  @Test
  void onlyAnAcceptedHolderUpgradesIt() {
    try (TestEngine peppered = with(FIRST)) {
      peppered.verify(Texts.withAnotherSecret(key.text()));
      peppered.code(key, r -> r.method("POST"));
      peppered.keybearer.verifier().upgradeHashes();
      assertThat(scheme()).isEqualTo("sha256");
    }
  }

  @Test
  void anUpgradeWaitsForTheStoreAndChangesNothingElse() {
    try (TestEngine peppered = with(FIRST)) {
      peppered.code(key);
      peppered.store.down = true;
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> peppered.keybearer.verifier().upgradeHashes());
      peppered.store.down = false;
      peppered.keybearer.verifier().upgradeHashes();
      assertThat(scheme()).isEqualTo("hmac-sha256:p1");
      assertThat(peppered.keys().get(key.key().id()).provenance())
          .isEqualTo(key.key().provenance());
    }
  }

  @Test
  void anUpgradeDoesNotBringARevokedKeyBack() {
    try (TestEngine peppered = with(FIRST)) {
      peppered.code(key);
      plain.keys().revoke(key.key().id(), IfVersion.any(), "leaked");
      peppered.keybearer.verifier().upgradeHashes();
      peppered.follow();
      assertThat(peppered.code(key)).isEqualTo("REVOKED");
    }
  }

  @Test
  void aMissingPepperIsNoDenial() {
    try (TestEngine peppered = with(FIRST)) {
      IssuedKey seasoned = peppered.issue("seasoned");
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> plain.code(seasoned))
          .withMessageNotContaining(seasoned.text().reveal());
    }
  }

  private TestEngine with(Pepper... peppers) {
    return plain.beside(builder -> builder.peppers(Peppers.of(List.of(peppers))));
  }

  private String scheme() {
    return plain.store.findByLookup(key.key().prefix()).orElseThrow().hash().scheme();
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
