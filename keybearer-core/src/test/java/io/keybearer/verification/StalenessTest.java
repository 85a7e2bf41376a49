package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.SecretText;
import io.keybearer.store.FeedReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long memory is believed, and what makes it be forgotten. */
class StalenessTest {
  private static final Duration MAX = Duration.ofSeconds(5);

  private final TestEngine engine = TestEngine.start(builder -> builder.maxStaleness(MAX));
  private final IssuedKey key = engine.issue("cached");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void acceptsFromMemoryUntilMaximumStalenessAndThenSaysThatItCannotTell() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.store.down = true;
    engine.time.pass(MAX);
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.time.pass(Duration.ofNanos(1));
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> engine.code(key));
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(engine::follow);
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> engine.code(key));
    engine.store.down = false;
    engine.follow();
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void neverDeniesNorAcceptsAKeyThatIsNotInMemoryWhileTheStoreIsDown() {
    engine.store.down = true;
    for (SecretText text : List.of(key.text(), Texts.withAnotherSecret(key.text()))) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> engine.verify(text));
    }
  }

  @Test
  void aFailedReadingDoesNotMakeMemoryFresh() {
    engine.code(key);
    engine.store.down = true;
    for (int second = 0; second < 5; second++) {
      engine.time.pass(Duration.ofSeconds(1));
      assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(engine::follow);
    }
    assertThat(engine.keybearer.verifier().isFresh()).isTrue();
    engine.time.pass(Duration.ofNanos(1));
    assertThat(engine.keybearer.verifier().isFresh()).isFalse();
  }

  @Test
  void freshnessCountsFromTheBeginningOfASlowReading() {
    engine.store.afterFeed = () -> engine.time.pass(Duration.ofSeconds(4));
    engine.follow();
    engine.store.afterFeed = () -> {};
    engine.time.pass(Duration.ofSeconds(1));
    assertThat(engine.keybearer.verifier().isFresh()).isTrue();
    engine.time.pass(Duration.ofNanos(1));
    assertThat(engine.keybearer.verifier().isFresh()).isFalse();
  }

  @Test
  void staleMemoryIsNotAskedWhileTheStoreAnswers() {
    try (TestEngine other = engine.beside()) {
      assertThat(engine.code(key)).isEqualTo("VALID");
      other.keys().revoke(key.key().id(), IfVersion.any(), null);
      assertThat(engine.code(key)).isEqualTo("VALID");
      engine.time.pass(MAX.plusNanos(1));
      assertThat(engine.code(key)).isEqualTo("REVOKED");
    }
  }

  @Test
  void memoryAloneAnswersOnlyWhileFresh() {
    VerificationRequest request = VerificationRequest.of(key.text()).build();
    assertThat(fromMemory(request)).isEmpty();
    engine.code(key);
    assertThat(fromMemory(request)).map(Verification::code).contains("VALID");
    engine.time.pass(MAX.plusNanos(1));
    assertThat(fromMemory(request)).isEmpty();
    VerificationRequest malformed = VerificationRequest.of("nonsense").build();
    assertThat(fromMemory(malformed)).map(Verification::code).contains("NOT_FOUND");
  }

  @Test
  void anEmptyHandFromMemoryHasCountedNothing() {
    var before = engine.keybearer.verifier().counts().snapshot();
    assertThat(fromMemory(VerificationRequest.of(key.text()).build())).isEmpty();
    assertThat(engine.keybearer.verifier().counts().snapshot()).isEqualTo(before);
  }

  @Test
  void anotherEpochEmptiesMemory() {
    engine.code(key);
    engine.store.feed =
        reading -> new FeedReading(new UUID(7, 7), reading.head(), List.of(), reading.storeTime());
    assertReadAgainAfter(engine::follow);
  }

  @Test
  void aGapInTheFeedEmptiesMemory() {
    engine.code(key);
    engine.issue("another");
    engine.issue("a third");
    engine.store.feed = reading -> new FeedReading(
        reading.epoch(),
        reading.head(),
        reading.changes().subList(1, reading.changes().size()),
        reading.storeTime());
    assertReadAgainAfter(engine::follow);
  }

  @Test
  void aFeedTrimmedToNothingEmptiesMemory() {
    engine.code(key);
    engine.issue("another");
    assertThat(engine.store.trimFeed(engine.time.instant().plusSeconds(1))).isPositive();
    assertReadAgainAfter(engine::follow);
  }

  @Test
  void aFeedThatHasGoneBackEmptiesMemory() {
    engine.follow();
    engine.code(key);
    engine.store.feed =
        reading -> new FeedReading(reading.epoch(), 0, List.of(), reading.storeTime());
    assertReadAgainAfter(engine::follow);
  }

  @Test
  void aFeedWithoutNewsLeavesMemoryAlone() {
    engine.follow();
    engine.code(key);
    int lookups = engine.store.lookups.get();
    engine.follow();
    engine.code(key);
    assertThat(engine.store.lookups).hasValue(lookups);
  }

  @Test
  void aCatchingUpReadsAsOftenAsItTakes() {
    try (TestEngine other = engine.beside()) {
      engine.code(key);
      for (int i = 0; i < 1_500; i++) {
        other.issue("new " + i);
      }
      other.keys().revoke(key.key().id(), IfVersion.any(), null);
      engine.follow();
      assertThat(engine.code(key)).isEqualTo("REVOKED");
    }
  }

  private void assertReadAgainAfter(Runnable change) {
    int lookups = engine.store.lookups.get();
    engine.code(key);
    assertThat(engine.store.lookups).hasValue(lookups);
    change.run();
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.store.lookups).hasValue(lookups + 1);
  }

  private Optional<Verification> fromMemory(VerificationRequest request) {
    return engine.keybearer.verifier().verifyFromMemory(Caller.application(), request);
  }
}
