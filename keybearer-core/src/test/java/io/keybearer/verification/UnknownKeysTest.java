package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.key.KeyType;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.secret.SecretText;
import io.keybearer.store.FeedReading;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyMint;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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

  @Test
  void aFloodOfDistinctUnknownKeysAsksTheStoreWithinABudget() {
    engine.keybearer.verifier().learnKeys();
    int lookups = engine.store.lookups.get();
    for (SecretText unknown : many(2_000)) {
      assertThat(engine.verify(unknown).code()).isEqualTo("NOT_FOUND");
    }
    assertThat(engine.store.lookups.get() - lookups).isBetween(100, 110);
  }

  @Test
  void aFloodIsAnsweredFromMemoryOnceTheBudgetIsSpent() {
    engine.keybearer.verifier().learnKeys();
    many(200).forEach(engine::verify);
    int lookups = engine.store.lookups.get();
    assertThat(fromMemory(elsewhere())).isEqualTo("NOT_FOUND");
    assertThat(engine.store.lookups).hasValue(lookups);
  }

  @Test
  void keysAreFoundDuringAFloodWhereverTheyWereIssued() {
    try (TestEngine other = engine.beside()) {
      IssuedKey early = engine.issue("early");
      other.keybearer.verifier().learnKeys();
      other.follow();
      many(200).forEach(other::verify);
      IssuedKey late = engine.issue("late");
      assertThat(other.code(early)).isEqualTo("VALID");
      other.follow();
      assertThat(other.code(late)).isEqualTo("VALID");
    }
  }

  @Test
  void aKeyIssuedWhileTheFilterIsLearnedIsFound() {
    try (TestEngine other = engine.beside()) {
      for (int i = 0; i < 20; i++) {
        engine.issue("early " + i);
      }
      AtomicReference<IssuedKey> late = new AtomicReference<>();
      other.store.afterLookups = () -> {
        if (late.get() == null) {
          late.set(engine.issue("late"));
          other.follow();
        }
      };
      other.keybearer.verifier().learnKeys();
      many(200).forEach(other::verify);
      assertThat(other.code(Objects.requireNonNull(late.get()))).isEqualTo("VALID");
    }
  }

  @Test
  void anotherEpochWhileTheFilterIsLearnedLeavesNoFilter() {
    engine.store.afterLookups = () -> {
      UUID epoch = UUID.randomUUID();
      engine.store.feed =
          reading -> new FeedReading(epoch, reading.head(), List.of(), reading.storeTime());
      engine.follow();
    };
    engine.keybearer.verifier().learnKeys();
    int lookups = engine.store.lookups.get();
    List<SecretText> unknown = many(300);
    unknown.forEach(engine::verify);
    assertThat(engine.store.lookups.get() - lookups).isEqualTo(unknown.size());
  }

  @Test
  void manyCallersOfOneKeyAskTheStoreOnce() throws InterruptedException {
    IssuedKey key = engine.issue("popular");
    int callers = 50;
    CountDownLatch done = new CountDownLatch(callers);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    engine.store.beforeLookup = () -> {
      asked.countDown();
      await(answer);
    };
    int lookups = engine.store.lookups.get();
    Set<String> codes = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Thread caller = new Thread(() -> {
        codes.add(engine.code(key));
        done.countDown();
      });
      threads.add(caller);
      caller.start();
    }
    await(asked);
    awaitAllWaiting(threads);
    answer.countDown();
    done.await();
    assertThat(codes).containsExactly("VALID");
    assertThat(engine.store.lookups).hasValue(lookups + 1);
  }

  @Test
  void everyCallerThatWaitedHearsThatTheStoreIsDown() throws InterruptedException {
    IssuedKey key = engine.issue("unlucky");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    engine.store.beforeLookup = () -> {
      asked.countDown();
      await(answer);
      engine.store.down = true;
    };
    AtomicInteger failed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Thread caller = new Thread(() -> {
        try {
          engine.code(key);
        } catch (StoreUnavailableException expected) {
          failed.incrementAndGet();
        }
      });
      threads.add(caller);
      caller.start();
    }
    await(asked);
    awaitAllWaiting(threads);
    answer.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).hasValue(5);
  }

  private static void awaitAllWaiting(List<Thread> threads) {
    while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<SecretText> many(int count) {
    KeyMint mint =
        new KeyMint(new KeyFormat(KeyBrand.DEFAULT), new SecretGenerator(new SecureRandom()));
    return Stream.generate(() -> mint.mint(KeyType.SERVICE, null).text())
        .limit(count)
        .toList();
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
