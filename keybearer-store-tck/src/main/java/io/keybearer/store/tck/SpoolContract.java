package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogId;
import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolMovedException;
import io.keybearer.log.SpoolStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches out of a spool are written once, and completions wait for rows of other spools. */
public abstract class SpoolContract extends ContractPart {
  private final SpoolId spool = new SpoolId(some.id());
  private ApiKey key;

  @BeforeEach
  void insertKeyThatIsUsed() {
    key = newKey(newCompany().id());
  }

  @Test
  void notesHowFarASpoolIsWrittenWithTheBatch() {
    assertThat(store.log().spoolPosition(spool)).isEmpty();
    ApiKeyLog row = some.row(key).build();
    append(0, 70, new LogEntry.Row(row));
    append(70, Long.MAX_VALUE);
    assertThat(store.log().spoolPosition(new SpoolId(some.id()))).isEmpty();
    reopen();
    assertThat(store.log().spoolPosition(spool)).hasValue(Long.MAX_VALUE);
    assertThat(find(row)).contains(row);
  }

  @Test
  void writesNothingOfABatchThatWasWrittenBefore() {
    append(0, 70, some.row(key).entry());
    ApiKeyLog row = some.row(key).build();
    assertThatExceptionOfType(SpoolMovedException.class)
        .isThrownBy(() -> append(0, 70, new LogEntry.Row(row)));
    assertThatExceptionOfType(SpoolMovedException.class)
        .isThrownBy(() -> append(90, 100, new LogEntry.Row(row)));
    assertThat(find(row)).isEmpty();
    assertThat(store.log().spoolPosition(spool)).hasValue(70);
  }

  @Test
  void takesASpoolThatItDoesNotKnowFromWhereverItStands() {
    append(5_000, 6_000);
    assertThat(store.log().spoolPosition(spool)).hasValue(6_000);
    store.log().forgetSpool(spool);
    store.log().forgetSpool(spool);
    assertThat(store.log().spoolPosition(spool)).isEmpty();
  }

  @Test
  void writesABatchOnceHoweverManyTryAtOnce() throws InterruptedException {
    append(0, 10);
    List<ApiKeyLog> rows = List.of(
        some.row(key).build(), some.row(key).build(),
        some.row(key).build(), some.row(key).build());
    List<Boolean> won = Race.of(4, i -> {
      try {
        append(10, 20, new LogEntry.Row(rows.get(i)));
        return true;
      } catch (SpoolMovedException late) {
        return false;
      }
    });
    assertThat(won).containsOnlyOnce(true);
    assertThat(rows.stream().map(row -> find(row).isPresent()).toList()).isEqualTo(won);
  }

  @Test
  void refusesForGoodWhatCanNeverBeApplied() {
    ApiKeyLog row = some.row(key).build();
    Completion first = new Completion(row.id(), null, 200, 1.5);
    Completion others = new Completion(row.id(), new ApiKeyId(some.id()), 500, 1.5);
    LogId old = some.row(key).build().id();
    assertThat(append(0, 1, new LogEntry.Row(row), others, first)).containsExactly(row.id());
    assertThat(append(1, 2, first)).containsExactly(row.id());
    assertThat(find(row).orElseThrow().statusCode()).isEqualTo(200);
    letPass(LogDestination.KEPT.plusSeconds(2));
    assertThat(append(2, 3, new Completion(old, null, 200, null))).containsExactly(old);
  }

  @Test
  void appliesACompletionOnceItsRowIsThere() {
    ApiKeyId caller = new ApiKeyId(some.id());
    ApiKeyLog row = some.row(key).caller(caller).build();
    List<LogId> refused = append(
        0,
        1,
        new Completion(row.id(), new ApiKeyId(some.id()), 500, 9.5),
        new Completion(row.id(), caller, 201, "asked", "answered", 2.5),
        new Completion(row.id(), caller, 502, 3.5));
    assertThat(refused).isEmpty();
    letPass(Duration.ofSeconds(2));
    assertThat(store.log().retryKept(clock.instant())).isEmpty();
    store.log().append(List.of(new LogEntry.Row(row)));
    letPass(Duration.ofSeconds(5));
    assertThat(store.log().retryKept(clock.instant())).containsOnly(row.id());
    ApiKeyLog completed = find(row).orElseThrow();
    assertThat(completed.completed()).isTrue();
    assertThat(completed.statusCode()).isEqualTo(201);
    assertThat(completed.requestData()).isEqualTo("asked");
    assertThat(completed.responseData()).isEqualTo("answered");
    assertThat(completed.executionTime()).isEqualTo(2.5);
    letPass(Duration.ofMinutes(20));
    assertThat(store.log().retryKept(clock.instant())).isEmpty();
  }

  @Test
  void givesUpACompletionWhoseRowNeverComes() {
    LogId never = new LogId(some.id());
    assertThat(append(0, 1, new Completion(never, null, 200, null))).isEmpty();
    letPass(LogDestination.KEPT.plusSeconds(2));
    assertThat(store.log().retryKept(clock.instant())).containsExactly(never);
    assertThat(store.log().retryKept(clock.instant())).isEmpty();
  }

  private List<LogId> append(long from, long to, LogEntry... batch) {
    return store.log().append(List.of(batch), new SpoolStep(spool, from, to, clock.instant()));
  }

  private Optional<ApiKeyLog> find(ApiKeyLog row) {
    return store.log().find(Reach.everywhere(), row.id());
  }
}
