package io.keybearer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import io.keybearer.store.LogStore;
import io.keybearer.store.PageRequest;
import io.keybearer.store.tck.KeyFixtures;
import io.keybearer.store.tck.MovableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each day's rows have a partition of their own, which is there in time and goes as a whole. */
@ExtendWith(DropsSchemas.class)
final class PostgresPartitionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration USUAL = Duration.ofDays(30);
  private static final String NAME = "keybearer_api_key_log_";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(12, ChronoUnit.HOURS);
  private final MovableClock clock = MovableClock.at(now);
  private final KeyFixtures some = new KeyFixtures(7, clock);
  private final CompanyId company = some.company().id();
  private ConnectionPools pools;
  private JdbcStore store;

  @BeforeEach
  void open() {
    pools = ConnectionPools.postgres(PostgresServer.newSchema());
    store = JdbcStore.builder(pools).clock(clock).open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aWriterMakesThePartitionOfADayWhenItsFirstRowComes() throws SQLException {
    assertThat(partitions()).containsExactly("default");
    append(row(now));
    append(row(now));
    assertThat(partitions()).containsExactly(day(0), "default");
    append(row(now.plus(DAY)), row(now.minus(DAY)));
    assertThat(partitions()).containsExactly(day(-1), day(0), day(1), "default");
    assertThat(rowsIn("default")).isZero();
    assertThat(rowsIn(day(0))).isEqualTo(2);
  }

  @Test
  void theDaysToComeAreMadeAheadAndFurtherOnesAsMidnightsPass() throws SQLException {
    log().makeReady(now);
    assertThat(partitions()).containsExactly(day(0), day(1), day(2), day(3), "default");
    log().makeReady(now.plus(DAY));
    assertThat(partitions()).containsExactly(day(0), day(1), day(2), day(3), day(4), "default");
  }

  @Test
  void aDayBeginsWithItsFirstMillisecond() throws SQLException {
    log().makeReady(now);
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(DAY);
    append(row(midnight.minusMillis(1)), row(midnight));
    assertThat(rowsIn(day(0))).isEqualTo(1);
    assertThat(rowsIn(day(1))).isEqualTo(1);
  }

  @Test
  void rowsOfWrongClocksStayInTheDefaultPartitionAndMoveWhenTheirDayIsMade() throws SQLException {
    Instant ahead = now.plus(DAY.multipliedBy(60));
    ApiKeyLog early = row(ahead);
    append(early);
    assertThat(partitions()).containsExactly("default");
    log().makeReady(ahead);
    assertThat(partitions()).contains(day(60));
    assertThat(rowsIn("default")).isZero();
    assertThat(log().find(Reach.everywhere(), early.id())).contains(early);
    append(row(ahead));
    assertThat(rowsIn(day(60))).isEqualTo(2);
  }

  @Test
  void aDayThatNobodyKeepsIsDroppedAndOnesThatSomebodyKeepsAreNot() throws SQLException {
    CompanyId keeper = some.company().id();
    append(row(now.minus(DAY)), row(now), row(now.plus(DAY)), rowOf(keeper, now));
    LogRetention retention = new LogRetention(USUAL, Map.of(keeper, USUAL.multipliedBy(2)));
    prune(retention, now.plus(USUAL).plus(DAY));
    assertThat(partitions()).containsExactly(day(0), day(1), "default");
    assertThat(rowsIn(day(0))).isEqualTo(1);
    prune(retention, now.plus(USUAL.multipliedBy(3)));
    assertThat(partitions()).containsExactly("default");
    append(row(now.plus(DAY)));
    assertThat(partitions()).containsExactly(day(1), "default");
  }

  @Test
  void aLongReadHoldsUpNeitherWritersNorItsOwnDays() throws SQLException {
    append(row(now), row(now.plus(DAY)));
    try (Connection reader = pools.log().getConnection()) {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.execute("SELECT count(*) FROM keybearer_api_key_log");
        log().makeReady(now.plus(DAY.multipliedBy(2)));
        prune(LogRetention.of(USUAL), now.plus(USUAL).plus(DAY));
        long before = System.nanoTime();
        append(row(now.plus(DAY)));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(partitions()).contains(day(0));
      } finally {
        reader.rollback();
      }
    }
    log().makeReady(now.plus(DAY.multipliedBy(2)));
    prune(LogRetention.of(USUAL), now.plus(USUAL).plus(DAY));
    assertThat(partitions()).doesNotContain(day(0)).contains(day(2), day(5));
    assertThat(all()).hasSize(2);
  }

  @Test
  void aTransactionOfAnotherWriterIsNotWaitedForLong() throws SQLException {
    append(row(now));
    try (Connection writer = pools.log().getConnection()) {
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute("DELETE FROM keybearer_api_key_log_default");
        append(row(now.plus(DAY)));
        assertThat(all()).hasSize(2);
      } finally {
        writer.rollback();
      }
    }
  }

  @Test
  void makesADayOnceHoweverManyWantIt() throws Exception {
    try (JdbcStore other = JdbcStore.open(pools.log())) {
      Thread[] threads = new Thread[4];
      for (int i = 0; i < threads.length; i++) {
        LogStore log = i % 2 == 0 ? log() : other.log();
        threads[i] = new Thread(() -> log.makeReady(now));
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    log().makeReady(now);
    assertThat(partitions()).containsExactly(day(0), day(1), day(2), day(3), "default");
  }

  private LogStore log() {
    return store.log();
  }

  private ApiKeyLog row(Instant made) {
    return rowOf(company, made);
  }

  private ApiKeyLog rowOf(CompanyId owner, Instant made) {
    return some.rowMadeAt(some.key(owner), made).build();
  }

  private void append(ApiKeyLog... rows) {
    assertThat(
            log().append(List.of(rows).stream().<LogEntry>map(LogEntry.Row::new).toList()))
        .isEmpty();
  }

  private void prune(LogRetention retention, Instant when) {
    LogPruning pruning = log().pruning(retention, when);
    boolean more = true;
    while (more) {
      more = pruning.next();
    }
  }

  private List<ApiKeyLog> all() {
    return log()
        .list(Reach.everywhere(), LogFilter.any(), PageRequest.first(200))
        .items();
  }

  private String day(int days) {
    return DateTimeFormatter.BASIC_ISO_DATE.format(
        LocalDate.ofInstant(now.plus(DAY.multipliedBy(days)), ZoneOffset.UTC));
  }

  private List<String> partitions() throws SQLException {
    return Sql.texts(
            pools.log(),
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'keybearer_api_key_log'::regclass ORDER BY c.relname")
        .stream()
        .map(name -> name.substring(NAME.length()))
        .toList();
  }

  private long rowsIn(String partition) throws SQLException {
    return count(pools.log(), NAME + partition);
  }

  private static long count(DataSource dataSource, String table) throws SQLException {
    return Long.parseLong(Sql.texts(dataSource, "SELECT count(*) FROM " + table).get(0));
  }
}
