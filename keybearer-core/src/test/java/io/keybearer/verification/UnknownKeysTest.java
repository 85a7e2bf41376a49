package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.secret.SecretText;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Unknown keys are remembered for a moment, and new ones verify at once. */
class UnknownKeysTest {
  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aFloodOfOneUnknownKeyAsksTheStoreOnce() {
    SecretText unknown = elsewhere();
    int lookups = engine.store.lookups.get();
    for (int i = 0; i < 1_000; i++) {
      assertThat(engine.verify(unknown).code()).isEqualTo("NOT_FOUND");
    }
    assertThat(engine.store.lookups).hasValue(lookups + 1);
    assertThat(fromMemory(unknown)).isEqualTo("NOT_FOUND");
  }

  @Test
  void anUnknownKeyIsForgottenWithinASecond() {
    SecretText unknown = elsewhere();
    engine.verify(unknown);
    int lookups = engine.store.lookups.get();
    engine.time.pass(Duration.ofSeconds(1));
    engine.verify(unknown);
    assertThat(engine.store.lookups).hasValue(lookups + 1);
  }

  @Test
  void anUnknownKeyIsNotBelievedToBeUnknownByStaleMemory() {
    try (TestEngine other = engine.beside(b -> b.maxStaleness(Duration.ofMillis(100)))) {
      IssuedKey key = issuedJustAfterBeingAskedForAt(other);
      other.time.pass(Duration.ofMillis(101));
      assertThat(other.code(key)).isEqualTo("VALID");
    }
  }

  @Test
  void aNewKeyVerifiesAtOnceWhereItWasIssued() {
    for (int i = 0; i < 100; i++) {
      assertThat(engine.code(engine.issue("new " + i))).isEqualTo("VALID");
    }
  }

  @Test
  void aKeyAskedForWhileItWasBeingIssuedVerifiesAtOnceWhereItWasIssued() {
    assertThat(engine.code(issuedJustAfterBeingAskedForAt(engine))).isEqualTo("VALID");
  }

  @Test
  void aNewKeyVerifiesElsewhereOnceTheFeedIsRead() {
    try (TestEngine other = engine.beside()) {
      IssuedKey key = issuedJustAfterBeingAskedForAt(other);
      assertThat(other.code(key)).isEqualTo("NOT_FOUND");
      other.follow();
      assertThat(other.code(key)).isEqualTo("VALID");
    }
  }

  @Test
  void aNewKeyVerifiesElsewhereWithinASecondThoughTheFeedIsNotRead() {
    try (TestEngine other = engine.beside()) {
      IssuedKey key = issuedJustAfterBeingAskedForAt(other);
      other.time.pass(Duration.ofSeconds(1));
      assertThat(other.code(key)).isEqualTo("VALID");
    }
  }

  /** Issues a key whose text is known, and asked for somewhere, before it is committed. */
  private IssuedKey issuedJustAfterBeingAskedForAt(TestEngine asked) {
    AtomicReference<IssuedKey> early = new AtomicReference<>();
    engine.keybearer.lifecycle().issueRecoveryKey(key -> {
      early.set(key);
      assertThat(asked.code(key)).isEqualTo("NOT_FOUND");
    });
    return Objects.requireNonNull(early.get());
  }

  private String fromMemory(SecretText text) {
    return engine
        .keybearer
        .verifier()
        .verifyFromMemory(Caller.application(), VerificationRequest.of(text).build())
        .orElseThrow()
        .code();
  }

  private static SecretText elsewhere() {
    try (TestEngine elsewhere = TestEngine.start()) {
      return elsewhere.issue("elsewhere").text();
    }
  }
}
