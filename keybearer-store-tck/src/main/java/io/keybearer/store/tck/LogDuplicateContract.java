package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that is there is left alone, whatever else its batch holds, and no other row is lost. */
public abstract class LogDuplicateContract extends ContractPart {
  private ApiKey key;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
  }

  @Test
  void leavesARowThatIsThereAloneAndWritesTheOthers() {
    ApiKeyLog first = some.row(key).request("GET", "/first").build();
    append(row(first));
    ApiKeyLog before = some.row(key).build();
    ApiKeyLog after = some.row(key).build();
    assertThat(append(row(before), row(other(first)), row(after))).isEmpty();
    assertThat(all()).containsExactly(after, before, first);
  }

  @Test
  void takesTheFirstOfTwoRowsInABatch() {
    ApiKeyLog first = some.row(key).request("GET", "/first").build();
    assertThat(append(row(first), row(other(first)))).isEmpty();
    assertThat(all()).containsExactly(first);
  }

  @Test
  void completesTheRowThatIsThereAndNotTheOneThatCameAgain() {
    ApiKeyLog first = some.row(key).request("GET", "/first").build();
    append(row(first));
    Completion completion = new Completion(first.id(), null, 204, 1.5);
    assertThat(append(row(other(first)), completion)).isEmpty();
    assertThat(all()).containsExactly(first.completedBy(completion));
  }

  @Test
  void refusesACompletionThatCameAgainWithItsRow() {
    ApiKeyLog first = some.row(key).build();
    Completion completion = new Completion(first.id(), null, 204, 1.5);
    LogEntry fresh = some.row(key).entry();
    assertThat(append(row(first), completion)).isEmpty();
    assertThat(append(fresh, row(first), completion)).containsExactly(first.id());
    assertThat(all()).hasSize(2).contains(first.completedBy(completion));
  }

  @Test
  void refusesACompletionByAnyoneElseInTheBatchOfItsRow() {
    ApiKeyId caller = new ApiKeyId(some.id());
    ApiKeyLog made = some.row(key).caller(caller).build();
    Completion others = new Completion(made.id(), null, 500, 9.5);
    Completion own = new Completion(made.id(), caller, null, "asked", null, 1.5);
    assertThat(append(row(made), others, own)).containsExactly(made.id());
    assertThat(all()).containsExactly(made.completedBy(own));
  }

  @Test
  void writesEachRowOnceHoweverManyWriteTheSameAtOnce() throws InterruptedException {
    List<ApiKeyLog> rows = rows(300);
    List<List<ApiKeyLog>> batches = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<ApiKeyLog> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(i));
      batches.add(shuffled.subList(0, 200));
    }
    batches.add(rows);
    Race.of(5, i -> append(batches.get(i).stream().map(this::row).toArray(LogEntry[]::new)));
    assertThat(all()).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void mixesRowsAndCompletionsOfManyRequests() {
    List<ApiKeyLog> rows = rows(400);
    List<LogEntry> first = new ArrayList<>();
    List<LogEntry> second = new ArrayList<>();
    List<ApiKeyLog> expected = new ArrayList<>();
    for (ApiKeyLog made : rows) {
      Completion completion = new Completion(made.id(), null, 200, 0.25);
      boolean atOnce = expected.size() % 3 == 0;
      first.add(row(made));
      (atOnce ? first : second).add(completion);
      second.add(some.row(key).outcome("EXPIRED").entry());
      expected.add(made.completedBy(completion));
    }
    assertThat(append(first.toArray(LogEntry[]::new))).isEmpty();
    assertThat(append(second.toArray(LogEntry[]::new))).isEmpty();
    assertThat(all().stream().filter(row -> row.outcome().equals("VALID")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<ApiKeyLog> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> some.row(key).request("GET", "/" + i).build())
        .toList();
  }

  /** Another row with the same id. */
  private ApiKeyLog other(ApiKeyLog row) {
    return new ApiKeyLog(
        row.id(),
        row.apiKey(),
        row.prefix(),
        row.company(),
        "/other",
        "POST",
        500,
        null,
        null,
        null,
        null,
        null,
        1.0,
        "EXPIRED",
        row.at(),
        row.caller(),
        true);
  }

  private LogEntry row(ApiKeyLog row) {
    return new LogEntry.Row(row);
  }

  private List<LogId> append(LogEntry... batch) {
    return store.log().append(List.of(batch));
  }

  private List<ApiKeyLog> all() {
    return all(100, page -> store.log().list(Reach.everywhere(), LogFilter.any(), page));
  }
}
