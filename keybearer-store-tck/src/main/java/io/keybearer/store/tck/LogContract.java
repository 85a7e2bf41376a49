package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log rows come back as written, and are completed once, by whoever made them. */
public abstract class LogContract extends ContractPart {
  private ApiKey key;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
  }

  @Test
  void readsBackRowsWithAndWithoutEverything() {
    ApiKeyLog bare = some.row(key).build();
    ApiKeyLog full = some.row(key)
        .at(some.now().minusMillis(1))
        .request("M".repeat(32), "/é/" + "x".repeat(2045))
        .client("2001:db8::1", "\uD83D\uDD11".repeat(256), "https://例え.jp/" + "y".repeat(2000))
        .data("{\"é\":\"\uD83D\uDD11\"}".repeat(2048), "\r\n\t\u0001".repeat(4096))
        .answered(599, 0.0625)
        .outcome("INSUFFICIENT_PERMISSION")
        .caller(new ApiKeyId(some.id()))
        .build();
    ApiKeyLog slow = some.row(key).answered(100, 86_400_000.5).build();
    ApiKeyLog old = some.row(key).at(Instant.EPOCH).answered(null, null).build();
    List<ApiKeyLog> rows = List.of(bare, full, slow, old);
    assertThat(append(rows.stream().<LogEntry>map(LogEntry.Row::new).toList())).isEmpty();
    rows.forEach(row -> assertThat(find(row)).isEqualTo(row));
    reopen();
    rows.forEach(row -> assertThat(find(row)).isEqualTo(row));
  }

  @Test
  void acceptsAnEmptyBatchAndALongOne() {
    assertThat(append(List.of())).isEmpty();
    List<LogEntry> batch = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      batch.add(some.row(key).request("GET", "/" + i).entry());
    }
    assertThat(append(batch)).isEmpty();
    for (LogEntry entry : List.of(batch.get(0), batch.get(999), batch.get(1999))) {
      ApiKeyLog row = ((LogEntry.Row) entry).row();
      assertThat(find(row)).isEqualTo(row);
    }
  }

  @Test
  void keepsRowsOfKeysThatItDoesNotKnow() {
    ApiKeyLog row = some.row(some.key(some.company().id())).build();
    append(List.of(new LogEntry.Row(row)));
    assertThat(find(row)).isEqualTo(row);
  }

  @Test
  void completesARowOfAnEarlierBatch() {
    ApiKeyId caller = new ApiKeyId(some.id());
    ApiKeyLog row = some.row(key).request("GET", "/a").caller(caller).build();
    append(List.of(new LogEntry.Row(row)));
    assertThat(append(List.of(new Completion(row.id(), caller, 204, 1.5)))).isEmpty();
    assertThat(find(row)).isEqualTo(completed(row, 204, 1.5));
  }

  @Test
  void addsWhatACompletionSaysOfDataAndKeepsWhatItDoesNotSay() {
    ApiKeyLog row = some.row(key).data("{\"asked\":1}", null).build();
    ApiKeyLog other = some.row(key).data("old", "older").build();
    append(List.of(new LogEntry.Row(row), new LogEntry.Row(other)));
    Completion answered =
        new Completion(row.id(), null, 200, null, "{\"é\":\"\uD83D\uDD11\"}", 2.5);
    Completion anew = new Completion(other.id(), null, null, "new", null, null);
    assertThat(append(List.of(answered, anew))).isEmpty();
    assertThat(find(row)).isEqualTo(row.completedBy(answered));
    assertThat(find(row).requestData()).isEqualTo("{\"asked\":1}");
    assertThat(find(row).responseData()).isEqualTo("{\"é\":\"\uD83D\uDD11\"}");
    assertThat(find(other).requestData()).isEqualTo("new");
    assertThat(find(other).responseData()).isEqualTo("older");
  }

  @Test
  void completesARowOfTheSameBatch() {
    ApiKeyLog row = some.row(key).build();
    ApiKeyLog other = some.row(key).build();
    List<LogId> refused = append(List.of(
        new LogEntry.Row(row), new Completion(row.id(), null, 200, null), new LogEntry.Row(other)));
    assertThat(refused).isEmpty();
    assertThat(find(row)).isEqualTo(completed(row, 200, null));
    assertThat(find(other)).isEqualTo(other);
  }

  @Test
  void refusesACompletionThatComesBeforeItsRow() {
    ApiKeyLog row = some.row(key).build();
    List<LogId> refused =
        append(List.of(new Completion(row.id(), null, 200, null), new LogEntry.Row(row)));
    assertThat(refused).containsExactly(row.id());
    assertThat(find(row)).isEqualTo(row);
  }

  @Test
  void refusesACompletionByAnyoneElse() {
    ApiKeyId caller = new ApiKeyId(some.id());
    ApiKeyLog row = some.row(key).caller(caller).build();
    ApiKeyLog own = some.row(key).caller(null).build();
    append(List.of(new LogEntry.Row(row), new LogEntry.Row(own)));
    List<LogId> refused = append(List.of(
        new Completion(row.id(), new ApiKeyId(some.id()), 200, 1.0),
        new Completion(row.id(), null, 200, 1.0),
        new Completion(own.id(), caller, 200, 1.0)));
    assertThat(refused).containsExactlyInAnyOrder(row.id(), row.id(), own.id());
    assertThat(find(row)).isEqualTo(row);
    assertThat(find(own)).isEqualTo(own);
  }

  @Test
  void refusesASecondCompletionInTheSameBatchAndInALaterOne() {
    ApiKeyLog row = some.row(key).build();
    Completion first = new Completion(row.id(), null, 201, 2.5);
    Completion second = new Completion(row.id(), null, 500, 9.5);
    assertThat(append(List.of(new LogEntry.Row(row), first, second))).containsExactly(row.id());
    assertThat(append(List.of(second))).containsExactly(row.id());
    assertThat(append(List.of(first))).containsExactly(row.id());
    assertThat(find(row)).isEqualTo(completed(row, 201, 2.5));
  }

  @Test
  void refusesACompletionOfARowThatWasWrittenComplete() {
    ApiKeyLog row = some.row(key).answered(200, null).build();
    append(List.of(new LogEntry.Row(row)));
    assertThat(append(List.of(new Completion(row.id(), null, 500, 1.0)))).containsExactly(row.id());
    assertThat(find(row)).isEqualTo(row);
  }

  @Test
  void writesTheRestOfABatchWithARefusedCompletion() {
    ApiKeyLog before = some.row(key).build();
    ApiKeyLog after = some.row(key).build();
    LogId unknown = new LogId(some.id());
    List<LogId> refused = append(List.of(
        new LogEntry.Row(before),
        new Completion(unknown, null, 200, null),
        new LogEntry.Row(after)));
    assertThat(refused).containsExactly(unknown);
    assertThat(find(before)).isEqualTo(before);
    assertThat(find(after)).isEqualTo(after);
  }

  @Test
  void acceptsOneOfManyCompletionsAtOnce() throws InterruptedException {
    ApiKeyLog row = some.row(key).build();
    append(List.of(new LogEntry.Row(row)));
    List<Boolean> won = Race.of(
        8, i -> append(List.of(new Completion(row.id(), null, 200 + i, null))).isEmpty());
    assertThat(Collections.frequency(won, true)).isEqualTo(1);
    assertThat(find(row)).isEqualTo(completed(row, 200 + won.indexOf(true), null));
  }

  @Test
  void findsARowWithinReachAlone() {
    ApiKeyLog row = some.row(key).build();
    append(List.of(new LogEntry.Row(row)));
    assertThat(store.log().find(Reach.of(key.company()), row.id())).contains(row);
    assertThat(store.log().find(Reach.of(newCompany().id()), row.id())).isEmpty();
    assertThat(store.log().find(Reach.everywhere(), new LogId(some.id()))).isEmpty();
  }

  private List<LogId> append(List<LogEntry> batch) {
    return store.log().append(batch);
  }

  private ApiKeyLog find(ApiKeyLog row) {
    return store.log().find(Reach.everywhere(), row.id()).orElseThrow();
  }

  private static ApiKeyLog completed(
      ApiKeyLog row, @Nullable Integer status, @Nullable Double executionTime) {
    return row.completedBy(new Completion(row.id(), row.caller(), status, executionTime));
  }
}
