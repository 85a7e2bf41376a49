package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogTail;
import io.keybearer.store.Store;
import io.keybearer.store.tck.KeyFixtures;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever follows the log on one node is told the rows of all, each once, whatever their order. */
@ExtendWith(DropsSchemas.class)
final class TailOverTwoNodesTest {
  private static final long SEED = Long.getLong("keybearer.seed", new Random().nextLong());
  private static final int BATCHES = 150;

  private final AtomicLong numbers = new AtomicLong();
  private final Set<LogId> written = java.util.concurrent.ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void tellsEachRowOfBothNodesOnce(TestDatabase database) throws InterruptedException {
    System.out.println("TailOverTwoNodesTest with -Dkeybearer.seed=" + SEED);
    String address = database.newAddress(folder);
    try (Store other = JdbcStore.builder(database.pools(address)).open();
        Keybearer keybearer =
            Keybearer.open(JdbcStore.builder(database.pools(address)).open())) {
      ApiKey key = new KeyFixtures(SEED, Clock.systemUTC()).key(CompanyId.PLATFORM, "followed");
      LogTail tail = keybearer.log().tail(Caller.application(), LogFilter.ofKey(key.id()), null);
      Store own = JdbcStore.builder(database.pools(address)).open();
      List<Thread> writers =
          List.of(new Thread(() -> write(other, key, 1)), new Thread(() -> write(own, key, 2)));
      writers.forEach(Thread::start);
      List<LogId> told = new ArrayList<>();
      Instant end = Instant.now().plus(Duration.ofSeconds(60));
      boolean writing = true;
      while (writing || (told.size() < written.size() && Instant.now().isBefore(end))) {
        writing = writers.stream().anyMatch(Thread::isAlive);
        LogTail.Piece piece = tail.next();
        assertThat(piece.gap()).isNull();
        piece.rows().forEach(row -> told.add(row.id()));
      }
      tail.next().rows().forEach(row -> told.add(row.id()));
      own.close();
      assertThat(failures).isEmpty();
      assertThat(told).doesNotHaveDuplicates();
      assertThat(new HashSet<>(told)).isEqualTo(written);
      assertThat(told).hasSize(2 * BATCHES * 10);
    }
  }

  /** Writes batches whose rows were made up to two seconds before, as a slow node does. */
  private void write(Store store, ApiKey key, long seed) {
    try {
      Random chance = new Random(SEED + seed);
      Instant began = Instant.now();
      for (int i = 0; i < BATCHES; i++) {
        List<LogEntry> batch = new ArrayList<>();
        for (int j = 0; j < 10; j++) {
          Instant late = Instant.now().minusMillis(chance.nextInt(2_000));
          batch.add(new LogEntry.Row(row(key, late.isBefore(began) ? began : late)));
        }
        store.log().append(batch);
        batch.forEach(entry -> written.add(((LogEntry.Row) entry).row().id()));
      }
    } catch (RuntimeException | Error failure) {
      failures.add(failure);
    }
  }

  private ApiKeyLog row(ApiKey key, Instant at) {
    long millis = at.toEpochMilli();
    UUID id = new UUID((millis << 16) | 0x7000, (1L << 63) | numbers.incrementAndGet());
    return new ApiKeyLog(
        new LogId(id),
        key.id(),
        key.prefix(),
        key.company(),
        "/a",
        "GET",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "VALID",
        Instant.ofEpochMilli(millis),
        null,
        false);
  }
}
