package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Change;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens between transactions on PostgreSQL, and with pools that are set up otherwise. */
@ExtendWith(DropsSchemas.class)
final class PostgresTransactionsTest {
  private final KeyFixtures some = new KeyFixtures(4, Clock.systemUTC());

  @Test
  void runsWorkAgainThatWasEndedToResolveADeadlock() throws Exception {
    try (Store store = JdbcStore.postgres(PostgresServer.newSchema())) {
      ApiKeyId one = insert(store).id();
      ApiKeyId two = insert(store).id();
      CountDownLatch bothHoldOne = new CountDownLatch(2);
      AtomicInteger attempts = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        Future<Boolean> first =
            threads.submit(() -> disableBoth(store, one, two, bothHoldOne, attempts));
        Future<Boolean> second =
            threads.submit(() -> disableBoth(store, two, one, bothHoldOne, attempts));
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
      } finally {
        threads.shutdownNow();
      }
      assertThat(attempts).hasValue(3);
      assertThat(store.readFeed(0, 10).head()).isEqualTo(6);
      assertThat(
              store.findKey(Reach.everywhere(), one).orElseThrow().provenance().version())
          .isEqualTo(3);
    }
  }

  private boolean disableBoth(
      Store store,
      ApiKeyId one,
      ApiKeyId other,
      CountDownLatch bothHoldOne,
      AtomicInteger attempts) {
    return store
        .write(tx -> {
          attempts.incrementAndGet();
          ApiKey first = tx.lockKey(Reach.everywhere(), one).orElseThrow();
          bothHoldOne.countDown();
          await(bothHoldOne);
          ApiKey second = tx.lockKey(Reach.everywhere(), other).orElseThrow();
          for (ApiKey key : List.of(first, second)) {
            tx.updateKey(key.disabled(true, some.now()), some.event(key, "key.disabled"));
          }
          return true;
        })
        .value();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void worksWithAPoolThatIsStricterAndCommitsByHand() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.newSchema());
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setMaximumPoolSize(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (HikariDataSource pool = new HikariDataSource(config);
        Store store = JdbcStore.open(pool)) {
      List<Future<ApiKey>> inserts = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        inserts.add(threads.submit(() -> insert(store)));
      }
      for (Future<ApiKey> insert : inserts) {
        ApiKey key = insert.get();
        assertThat(store.findByLookup(key.prefix())).isPresent();
      }
      assertThat(store.readFeed(0, 100).changes())
          .extracting(Change::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void saysThatItCannotAnswerWhenNobodyListens() {
    assertThatThrownBy(
            () -> JdbcStore.postgres("jdbc:postgresql://127.0.0.1:1/none?user=u&password=hush"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageNotContaining("hush");
  }

  private ApiKey insert(Store store) {
    ApiKey key = some.key(CompanyId.PLATFORM);
    store.write(tx -> {
      tx.insertKey(key, some.hash(), some.event(key, "key.issued"));
      return key;
    });
    return key;
  }
}
