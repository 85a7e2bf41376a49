package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.store.ChangeChannel;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Word of what other processes commit, by PostgreSQL's notifications. */
@ExtendWith(DropsSchemas.class)
final class NotificationsTest {
  private static final String OPEN_CHANNELS =
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'keybearer-channel'";

  private final KeyFixtures some = new KeyFixtures(9, Clock.systemUTC());
  private final Semaphore woken = new Semaphore(0);
  private final String url = PostgresServer.newSchema();
  private final ConnectionPools pools = ConnectionPools.postgres(url);
  private final Store listening = JdbcStore.builder(pools).open();
  private final Store other = JdbcStore.postgres(url);
  private final ChangeChannel channel = listening.listen(woken::release);

  @AfterEach
  void close() {
    channel.close();
    listening.close();
    other.close();
  }

  @Test
  void comesAtOnceWhenAnotherProcessCommits() throws InterruptedException {
    await(channel::isUp);
    // The word that comes when the channel begins to stand.
    hear();
    for (int i = 1; i <= 20; i++) {
      insert(other);
      hear();
      assertThat(listening.readFeed(0, 1).head()).isEqualTo(i);
    }
  }

  @Test
  void doesNotComeOfWhatIsUndone() throws InterruptedException {
    await(channel::isUp);
    hear();
    assertThatThrownBy(() -> other.write(tx -> {
          ApiKey key = some.key(CompanyId.PLATFORM);
          tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
          throw new IllegalStateException("undone");
        }))
        .isInstanceOf(IllegalStateException.class);
    insert(other);
    hear();
    assertThat(woken.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void doesNotComeFromAnotherInstallationInTheSameDatabase() throws InterruptedException {
    await(channel::isUp);
    hear();
    try (Store elsewhere = JdbcStore.postgres(PostgresServer.newSchema())) {
      insert(elsewhere);
    }
    insert(other);
    hear();
    assertThat(woken.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void comesAgainAfterTheChannelWasCut() throws Exception {
    for (int cut = 0; cut < 3; cut++) {
      await(channel::isUp);
      List<String> before = openChannels();
      assertThat(before).hasSize(1);
      PostgresServer.execute(url, "SELECT pg_terminate_backend(" + before.get(0) + ")");
      // While nobody listens, word is lost; but it comes once the channel stands again.
      woken.drainPermits();
      insert(other);
      hear();
      await(() -> channel.isUp() && !openChannels().equals(before));
      hearAfter(() -> insert(other));
    }
  }

  @Test
  void endsItsConnectionWhenItIsClosed() {
    await(() -> openChannels().size() == 1);
    channel.close();
    await(() -> openChannels().isEmpty());
    assertThat(channel.isUp()).isFalse();
  }

  @Test
  void needsAConnectionOfItsOwnWhereThePoolIsTheCallers() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    try (ConnectionPools lent = ConnectionPools.postgres(url, null, null, 2);
        Store own = JdbcStore.builder(lent.keys()).notifications(lent.keys()).open()) {
      ChangeChannel its = own.listen(heard::release);
      await(its::isUp);
      assertThat(heard.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      insert(other);
      assertThat(heard.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      assertThat(own.readFeed(0, 1).head()).isEqualTo(1);
      its.close();
    }
    try (ConnectionPools lent = ConnectionPools.postgres(url, null, null, 1);
        Store own = JdbcStore.open(lent.keys())) {
      ChangeChannel its = own.listen(heard::release);
      assertThat(its.isUp()).as("nothing is cut where there is nothing").isTrue();
      insert(own);
      assertThat(heard.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      its.close();
    }
  }

  private void hear() throws InterruptedException {
    assertThat(woken.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
  }

  private void hearAfter(Runnable commit) throws InterruptedException {
    woken.drainPermits();
    commit.run();
    hear();
  }

  private List<String> openChannels() {
    try {
      return Sql.texts(pools.keys(), OPEN_CHANNELS);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private void insert(Store store) {
    ApiKey key = some.key(CompanyId.PLATFORM);
    store.write(tx -> {
      tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
      return key;
    });
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
