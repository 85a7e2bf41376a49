package io.keybearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimiter;
import io.keybearer.log.LogFilter;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.Pepper;
import io.keybearer.secret.Peppers;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.VerificationRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The door itself: engines as applications open them, background work and all. */
class KeybearerTest {
  private final WatchedStore store = new WatchedStore(InMemoryStore.create(Clock.systemUTC()));

  @Test
  void issuesVerifiesAndRevokesInThreeLines() {
    try (Keybearer keybearer = Keybearer.open(store)) {
      IssuedKey key = issue(keybearer);
      assertThat(code(keybearer, key)).isEqualTo("VALID");
      keybearer.administration().keys().revoke(key.key().id(), IfVersion.any(), "leaked");
      assertThat(code(keybearer, key)).isEqualTo("REVOKED");
    }
  }

  @Test
  void whatCannotBeginEndsItsLimiterAndLeavesTheStoreToItsMaker() {
    AtomicInteger closed = new AtomicInteger();
    KeybearerBuilder engine = Keybearer.builder(store)
        .limiter((nanoTime, liveNodes) -> new RateLimiter() {
          @Override
          public Meter meter(String counter, List<NamedLimit> limits) {
            return new LocalRateLimiter(nanoTime).meter(counter, limits);
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        });
    store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(engine::open);
    assertThat(closed).hasValue(1);
    store.down = false;
    try (Keybearer second = engine.open()) {
      assertThat(code(second, issue(second))).isEqualTo("VALID");
    }
    assertThat(closed).hasValue(2);
  }

  @Test
  void anEngineHearsByItselfOfWhatAnotherRevokes() {
    try (Keybearer one = Keybearer.open(store);
        Keybearer other = Keybearer.builder(new WatchedStore(store))
            .maxStaleness(Duration.ofHours(1))
            .open()) {
      IssuedKey key = issue(one);
      await(() -> code(other, key).equals("VALID"));
      one.administration().keys().revoke(key.key().id(), IfVersion.any(), null);
      await(() -> code(other, key).equals("REVOKED"));
    }
  }

  @Test
  void anEngineWritesUsesAndUpgradesHashesByItself() {
    try (Keybearer before = Keybearer.open(store)) {
      IssuedKey key = issue(before);
      Peppers peppers = Peppers.of(List.of(Pepper.of("p1", new byte[32])));
      try (Keybearer after = Keybearer.builder(store).peppers(peppers).open()) {
        assertThat(code(after, key)).isEqualTo("VALID");
        await(() -> before.administration().keys().get(key.key().id()).lastUse() != null);
        await(() -> store
            .findByLookup(key.key().prefix())
            .orElseThrow()
            .hash()
            .scheme()
            .equals("hmac-sha256:p1"));
      }
    }
  }

  @Test
  void backgroundWorkGoesOnAfterTheStoreWasDown() {
    try (Keybearer keybearer =
        Keybearer.builder(store).maxStaleness(Duration.ofMillis(100)).open()) {
      IssuedKey key = issue(keybearer);
      assertThat(code(keybearer, key)).isEqualTo("VALID");
      store.down = true;
      await(() -> !keybearer.verifier().isFresh());
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> code(keybearer, key));
      store.down = false;
      await(() -> keybearer.verifier().isFresh());
      assertThat(code(keybearer, key)).isEqualTo("VALID");
    }
  }

  @Test
  void closingWritesUsesAndRows() {
    Keybearer keybearer = Keybearer.open(store);
    IssuedKey key = issue(keybearer);
    for (int i = 0; i < 100; i++) {
      code(keybearer, key);
    }
    keybearer.close();
    assertThat(store.findKey(Caller.application().reach(), key.key().id()))
        .map(found -> found.lastUse() != null)
        .contains(true);
    assertThat(store
            .log()
            .list(
                Caller.application().reach(),
                LogFilter.ofKey(key.key().id()),
                PageRequest.first(200))
            .items())
        .hasSize(100);
  }

  @Test
  void doesNotOpenWhileTheStoreIsDown() {
    store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> Keybearer.open(store));
    store.down = false;
    Keybearer.open(store).close();
  }

  @Test
  void refusesABuilderWithoutRoomOrBounds() {
    KeybearerBuilder builder = Keybearer.builder(store);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.mostKeysInMemory(0));
    for (Duration wrong : List.of(
        Duration.ZERO,
        Duration.ofMillis(99),
        Duration.ofHours(1).plusNanos(1),
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatIllegalArgumentException().isThrownBy(() -> builder.maxStaleness(wrong));
    }
  }

  @Test
  void showsAKeysTextNowhereButInItsAnswer() {
    try (Keybearer keybearer = Keybearer.open(store)) {
      IssuedKey key = issue(keybearer);
      String text = key.text().reveal();
      VerificationRequest request = VerificationRequest.of(text).build();
      assertThat(List.of(
              key.toString(),
              request.toString(),
              keybearer.verify(request).toString(),
              store.findByLookup(key.key().prefix()).toString(),
              store
                  .listEvents(Caller.application().reach(), PageRequest.first(50))
                  .toString()))
          .noneMatch(shown -> shown.contains(text.substring(text.length() - 49)));
    }
  }

  private static IssuedKey issue(Keybearer keybearer) {
    Company acme = keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme"));
    return keybearer.administration().keys().issue(KeyDraft.service(acme.id(), "billing"));
  }

  private static String code(Keybearer keybearer, IssuedKey key) {
    return keybearer.verify(VerificationRequest.of(key.text()).build()).code();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
