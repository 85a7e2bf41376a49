package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows go when they are too old for their company, and no others; nobody waits for that. */
public abstract class LogRetentionContract extends ContractPart {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);

  private ApiKey key;
  private Instant start;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
    start = clock.instant();
  }

  @Test
  void removesWhatIsTooOldAndKeepsTheRest() {
    ApiKeyLog old = rowAt(start, key);
    ApiKeyLog younger = rowAt(start.plus(DAY.multipliedBy(3)), key);
    ApiKeyLog fresh = rowAt(start.plus(USUAL), key);
    prune(LogRetention.of(USUAL), start.plus(USUAL).plus(DAY));
    assertThat(all()).containsExactly(fresh, younger);
    assertThat(store.log().find(Reach.everywhere(), old.id())).isEmpty();
  }

  @Test
  void removesNothingThatIsNotTooOld() {
    ApiKeyLog row = rowAt(start, key);
    prune(LogRetention.of(USUAL), start.plus(USUAL));
    prune(LogRetention.of(USUAL), start.minus(USUAL));
    assertThat(all()).containsExactly(row);
  }

  @Test
  void goesByTheIdAndNotByWhatAReportSays() {
    ApiKeyLog row = some.row(key).at(Instant.EPOCH).build();
    append(row);
    prune(LogRetention.of(USUAL), start.plus(DAY));
    assertThat(all()).containsExactly(row);
  }

  @Test
  void keepsRowsOfEachCompanyAsLongAsItsRuleSays() {
    ApiKey brief = newKey(newCompany().id());
    ApiKey keeper = newKey(newCompany().id());
    LogRetention retention = new LogRetention(
        USUAL,
        Map.of(brief.company(), Duration.ofHours(2), keeper.company(), USUAL.multipliedBy(3)));
    List<ApiKeyLog> usual = new ArrayList<>();
    List<ApiKeyLog> kept = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      Instant then = start.plus(DAY.multipliedBy(day));
      rowAt(then, brief);
      usual.add(rowAt(then, key));
      kept.add(rowAt(then, keeper));
    }
    ApiKeyLog lastBrief = rowAt(start.plus(DAY.multipliedBy(3)), brief);
    prune(retention, start.plus(DAY.multipliedBy(3)).plus(Duration.ofHours(1)));
    assertThat(all()).containsAll(usual).containsAll(kept).contains(lastBrief).hasSize(7);
    prune(retention, start.plus(DAY.multipliedBy(3)).plus(Duration.ofHours(3)));
    assertThat(all()).containsAll(usual).containsAll(kept).hasSize(6);
    prune(retention, start.plus(USUAL).plus(DAY.multipliedBy(4)));
    assertThat(all()).containsExactlyInAnyOrderElementsOf(kept);
    prune(retention, start.plus(USUAL.multipliedBy(3)).plus(DAY.multipliedBy(4)));
    assertThat(all()).isEmpty();
  }

  @Test
  void removesManyRowsPieceByPiece() {
    ApiKey keeper = newKey(newCompany().id());
    clock.advance(Duration.ofMinutes(1));
    List<LogEntry> batch = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      batch.add(some.row(key).request("GET", "/" + i).entry());
    }
    store.log().append(batch);
    ApiKeyLog kept = rowAt(clock.instant(), keeper);
    prune(
        new LogRetention(USUAL, Map.of(keeper.company(), USUAL.multipliedBy(2))),
        start.plus(USUAL).plus(DAY.multipliedBy(2)));
    assertThat(all()).containsExactly(kept);
  }

  @Test
  void losesNoRowAndNoCompletionThatIsWrittenMeanwhile() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      append(some.row(key).build());
    }
    Instant now = start.plus(USUAL).plus(DAY.multipliedBy(2));
    clock.advance(Duration.between(start, now));
    store.log().makeReady(now);
    LogPruning pruning = store.log().pruning(LogRetention.of(USUAL), now);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<List<ApiKeyLog>> written = writer.submit(() -> {
        List<ApiKeyLog> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          ApiKeyLog row = some.rowMadeAt(key, now).build();
          Completion completion = new Completion(row.id(), null, 200, 0.5);
          append(row);
          assertThat(store.log().append(List.of(completion))).isEmpty();
          rows.add(row.completedBy(completion));
        }
        return rows;
      });
      drain(pruning);
      List<ApiKeyLog> expected = written.get();
      assertThat(all()).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  void writesAndCompletesRowsOfDifferentDaysInOneBatch() {
    List<ApiKeyLog> rows = new ArrayList<>();
    List<LogEntry> batch = new ArrayList<>();
    List<LogEntry> completions = new ArrayList<>();
    for (int day = -2; day < 3; day++) {
      ApiKeyLog row = some.rowMadeAt(key, start.plus(DAY.multipliedBy(day))).build();
      Completion completion = new Completion(row.id(), null, 200, 0.5);
      batch.add(new LogEntry.Row(row));
      completions.add(completion);
      rows.add(0, row.completedBy(completion));
    }
    assertThat(store.log().append(batch)).isEmpty();
    assertThat(store.log().append(completions)).isEmpty();
    assertThat(all()).isEqualTo(rows);
  }

  @Test
  void findsAndPrunesRowsOfClocksThatAreFarOff() {
    ApiKeyLog ancient =
        some.rowMadeAt(key, Instant.parse("1971-01-01T00:00:00Z")).build();
    ApiKeyLog future =
        some.rowMadeAt(key, Instant.parse("2999-12-31T23:59:59Z")).build();
    Completion completion = new Completion(future.id(), null, 200, 0.5);
    append(ancient);
    append(future);
    assertThat(store.log().append(List.of(completion))).isEmpty();
    assertThat(all()).containsExactly(future.completedBy(completion), ancient);
    prune(LogRetention.of(USUAL), start);
    assertThat(all()).containsExactly(future.completedBy(completion));
  }

  @Test
  void makesReadyForTheDaysToComeAsOftenAsItIsAsked() {
    for (int day = 0; day < 3; day++) {
      Instant now = start.plus(DAY.multipliedBy(day));
      store.log().makeReady(now);
      store.log().makeReady(now);
      rowAt(now, key);
    }
    assertThat(all()).hasSize(3);
  }

  @Test
  void knowsTheRulesOfCompanies() {
    Company without = newCompany();
    Company with = insert(withRetention(some.company(), Duration.ofDays(400)));
    assertThat(store.logRetentions())
        .containsEntry(with.id(), Duration.ofDays(400))
        .doesNotContainKeys(without.id(), CompanyId.PLATFORM);
  }

  private static Company withRetention(Company company, Duration retention) {
    return new Company(
        company.id(),
        company.slug(),
        company.name(),
        company.status(),
        new CompanyRules(null, null, null, retention),
        company.createdAt(),
        company.updatedAt(),
        company.version());
  }

  private ApiKeyLog rowAt(Instant made, ApiKey of) {
    ApiKeyLog row = some.rowMadeAt(of, made).build();
    append(row);
    return row;
  }

  private void append(ApiKeyLog row) {
    assertThat(store.log().append(List.of(new LogEntry.Row(row)))).isEmpty();
  }

  private void prune(LogRetention retention, Instant now) {
    drain(store.log().pruning(retention, now));
  }

  private static void drain(LogPruning pruning) {
    int pieces = 0;
    while (pruning.next()) {
      assertThat(++pieces).as("pieces of work").isLessThan(10_000);
    }
  }

  private List<ApiKeyLog> all() {
    return all(200, page -> store.log().list(Reach.everywhere(), LogFilter.any(), page));
  }
}
