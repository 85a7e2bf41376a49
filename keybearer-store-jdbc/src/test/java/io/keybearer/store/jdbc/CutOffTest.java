package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.keybearer.Keybearer;
import io.keybearer.cluster.FeedPosition;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.lifecycle.Administration;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.Store;
import io.keybearer.verification.VerificationRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that is cut off from PostgreSQL, beside one that is not. */
@ExtendWith(DropsSchemas.class)
final class CutOffTest {
  private static final Duration STALENESS = Duration.ofSeconds(1);

  private final String url = PostgresServer.newSchema();
  private final CuttableLine line = new CuttableLine(PostgresServer.port());
  private final Store store = JdbcStore.postgres(url);
  private final Keybearer near = open(store);
  private final HikariDataSource pool = pool(PostgresServer.by(line.port(), url));
  private final Keybearer far = open(JdbcStore.builder(pool).notifications(pool).open());
  private final Company acme =
      near.administration().companies().create(CompanyDraft.of("acme", "Acme"));

  /** Waits for a connection as short as may be, so that the tests do. */
  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    // So that a commit is one to whoever reads along.
    config.setJdbcUrl(url + "&prepareThreshold=0&loginTimeout=2&connectTimeout=2");
    config.setConnectionTimeout(500);
    config.setValidationTimeout(500);
    return new HikariDataSource(config);
  }

  private static Keybearer open(Store store) {
    return Keybearer.builder(store).maxStaleness(STALENESS).open();
  }

  @AfterEach
  void close() {
    line.mend();
    far.close();
    pool.close();
    near.close();
    line.close();
  }

  @Test
  void acceptsFromMemoryUntilItsStalenessAndThenSaysThatItCannotTell() {
    IssuedKey key = issue("cached");
    hold(key);
    line.cut();
    long cut = System.nanoTime();
    near.administration().keys().revoke(key.key().id(), IfVersion.any(), null);
    long last = cut;
    while (answers(far, key)) {
      last = System.nanoTime();
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(Duration.ofNanos(last - cut))
        .isBetween(STALENESS.dividedBy(2), STALENESS.plusMillis(500));
    assertThat(near.verify(request(key)).code()).isEqualTo("REVOKED");
  }

  @Test
  void isFencedForTheOthersWhoThenWaitForItNoLonger() {
    await(() -> near.membership().liveNodes() == 2);
    IssuedKey key = issue("cached");
    hold(key);
    line.cut();
    var done = near.administration()
        .inOneTransaction(by -> by.keys().revoke(key.key().id(), IfVersion.any(), null));
    var everywhere =
        near.membership().whenApplied(done.sequence(), Duration.ofSeconds(30)).join();
    assertThat(everywhere.complete()).isTrue();
    assertThat(everywhere.liveNodes()).isEqualTo(1);
    assertThat(everywhere.fencedNodes()).isEqualTo(1);
    assertThat(answers(far, key)).as("fenced, so it cannot tell").isFalse();
    line.mend();
    await(() -> near.membership().liveNodes() == 2);
    await(() -> answers(far, key));
    assertThat(far.verify(request(key)).code()).isEqualTo("REVOKED");
  }

  @Test
  void servesAgainWithinFiveSecondsOfADatabaseThatWasRestarted() {
    IssuedKey key = issue("before");
    hold(key);
    line.cut();
    await(() -> !answers(far, key) && !far.hearsAtOnce());
    line.mend();
    long back = System.nanoTime();
    IssuedKey unread = issue("not in memory");
    await(() -> answers(far, key) && answers(far, unread) && far.verifier().isFresh());
    await(() -> writes(far));
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(5));
    await(far::hearsAtOnce);
  }

  @Test
  void servesAgainAfterALineThatSwallowedEverything() {
    IssuedKey key = issue("before");
    hold(key);
    line.swallow();
    await(() -> !far.verifier().isFresh());
    await(() -> !far.hearsAtOnce());
    line.mend();
    long back = System.nanoTime();
    await(() -> far.verifier().isFresh() && far.hearsAtOnce() && valid(far, key));
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void makesExactlyOneKeyWhenTheWordOfItsCommitIsLost() {
    for (int i = 0; i < 5; i++) {
      String name = "once " + i;
      line.cutAfterNextCommit();
      assertThatThrownBy(() -> once(name)).isInstanceOf(StoreUnavailableException.class);
      await(() -> writes(far));
      Administration.Once<IssuedKey> again = once(name);
      assertThat(again.replayed()).isTrue();
      assertThat(near.administration()
              .keys()
              .list(named(name), PageRequest.first(10))
              .items())
          .hasSize(1);
    }
  }

  private Administration.Once<IssuedKey> once(String name) {
    return far.administration()
        .once(new RememberedAnswer.Name("caller", "POST /v1/keys", name), name, by -> {
          IssuedKey key = by.keys().issue(KeyDraft.service(acme.id(), name));
          return new Administration.Answered<>(key, key.key().id().toString());
        });
  }

  private static KeyFilter named(String name) {
    return new KeyFilter(null, null, null, null, null, null, name, null, null, null, null);
  }

  private IssuedKey issue(String name) {
    return near.administration().keys().issue(KeyDraft.service(acme.id(), name));
  }

  /** Has the far engine keep a key in memory that nothing changes any more. */
  private void hold(IssuedKey key) {
    long head = store.readFeed(0, 1).head();
    await(() -> far.verifier().follower().position().map(FeedPosition::applied).orElse(0L) == head);
    await(() -> valid(far, key));
  }

  private static boolean valid(Keybearer engine, IssuedKey key) {
    return engine.verify(request(key)).valid();
  }

  /** Whether there is an answer at all. */
  private static boolean answers(Keybearer engine, IssuedKey key) {
    try {
      return !engine
          .verifier()
          .verify(Caller.application(), request(key))
          .code()
          .isEmpty();
    } catch (StoreUnavailableException unknown) {
      return false;
    }
  }

  private static VerificationRequest request(IssuedKey key) {
    return VerificationRequest.of(key.text()).build();
  }

  private boolean writes(Keybearer engine) {
    try {
      long number = engine
          .administration()
          .inOneTransaction(
              by -> by.keys().issue(KeyDraft.service(acme.id(), "n" + System.nanoTime())))
          .sequence();
      return number > 0;
    } catch (StoreUnavailableException down) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
