package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  private static final int ROOM = 65_536;

  private final List<List<LogEntry>> batches = new ArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void dropsAndCountsRowsAndRefusesReportsWithoutRoom() throws Exception {
    LogWriter writer = new LogWriter(this::write);
    for (int i = 0; i < ROOM + 3; i++) {
      offer(writer, i);
    }
    assertThat(writer.waiting()).isEqualTo(ROOM);
    assertThat(writer.dropped()).isEqualTo(3);
    assertThatExceptionOfType(KeybearerException.class)
        .isThrownBy(() -> writer.submit(List.of(completion(1))))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.OVERLOADED));
    writer.start().close();
    assertThat(writer.written()).isEqualTo(ROOM);
    assertThat(writer.dropped()).isEqualTo(3);
    assertThat(batches).allMatch(batch -> batch.size() <= 4_000);
    assertThat(batches.stream().flatMap(List::stream).map(LogWriterTest::number))
        .containsExactlyElementsOf(IntStream.range(0, ROOM).boxed().toList());
  }

  @Test
  void retriesRowsInTheirOrderAndFailsReportsWhileTheStoreIsDown() throws Exception {
    failures.set(2);
    LogWriter writer = new LogWriter(this::write);
    offer(writer, 1);
    CompletableFuture<Set<LogId>> report = writer.submit(List.of(completion(2)));
    offer(writer, 3);
    writer.start();
    assertFails(report);
    writer.close();
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0)).extracting(LogWriterTest::number).containsExactly(1, 3);
    assertThat(writer.dropped()).isZero();
    assertThat(writer.written()).isEqualTo(2);
  }

  @Test
  void failsReportsThatComeWhileARowWaitsForTheStore() throws Exception {
    failures.set(Integer.MAX_VALUE);
    LogWriter writer = new LogWriter(this::write).start();
    offer(writer, 1);
    for (int i = 0; i < 3; i++) {
      assertFails(writer.submit(List.of(completion(2))));
    }
    failures.set(0);
    writer.close();
    assertThat(writer.written()).isEqualTo(1);
  }

  @Test
  void answersEachOfTwoReportsAboutOneRowByItself() throws Exception {
    Function<List<LogEntry>, List<LogId>> store = oncePerRow();
    LogWriter writer = new LogWriter(store);
    CompletableFuture<Set<LogId>> first = writer.submit(List.of(completion(1)));
    CompletableFuture<Set<LogId>> second = writer.submit(List.of(completion(1), completion(2)));
    CompletableFuture<Set<LogId>> third = writer.submit(List.of(completion(2)));
    writer.start().close();
    assertThat(first.get()).isEmpty();
    assertThat(second.get()).containsExactly(id(1));
    assertThat(third.get()).containsExactly(id(2));
  }

  @Test
  void givesUpABatchThatTheStoreCannotMeanToRefuseAndGoesOn() throws Exception {
    LogWriter writer = new LogWriter(batch -> {
      if (batch.stream().anyMatch(entry -> number(entry) == 13)) {
        throw new IllegalArgumentException("a defect, played by the test");
      }
      return write(batch);
    });
    offer(writer, 13);
    CompletableFuture<Set<LogId>> report = writer.submit(List.of(completion(2)));
    writer.start();
    assertFails(report);
    assertThat(writer.dropped()).isEqualTo(1);
    offer(writer, 14);
    writer.close();
    assertThat(writer.written()).isEqualTo(1);
  }

  @Test
  void writesAllThatWaitsBeforeItEnds() throws Exception {
    LogWriter writer = new LogWriter(this::write).start();
    List<CompletableFuture<Set<LogId>>> reports = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      offer(writer, i);
      reports.add(writer.submit(List.of(completion(-i - 1))));
    }
    writer.close();
    assertThat(reports).allMatch(CompletableFuture::isDone);
    assertThat(reports.get(4_999).get()).isEmpty();
    assertThat(writer.written()).isEqualTo(10_000);
    assertThat(writer.waiting()).isZero();
  }

  @Test
  void takesNothingAfterItsEnd() {
    LogWriter writer = new LogWriter(this::write).start();
    writer.close();
    offer(writer, 1);
    assertThat(writer.dropped()).isEqualTo(1);
    assertThatExceptionOfType(KeybearerException.class)
        .isThrownBy(() -> writer.submit(List.of(completion(1))));
  }

  @Test
  void leavesNoReportWaitingWhenItNeverBegan() {
    LogWriter writer = new LogWriter(this::write);
    offer(writer, 1);
    CompletableFuture<Set<LogId>> report = writer.submit(List.of(completion(2)));
    writer.close();
    assertFails(report);
    assertThat(writer.dropped()).isEqualTo(1);
  }

  @Test
  void countsWhatItHadToGiveUpWhenItsCallerCouldNotWait() throws Exception {
    CountDownLatch tried = new CountDownLatch(1);
    LogWriter writer = new LogWriter(batch -> {
      tried.countDown();
      throw new StoreUnavailableException(new IllegalStateException("down"));
    });
    offer(writer, 1);
    offer(writer, 2);
    writer.start();
    assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    writer.close();
    assertThat(Thread.interrupted()).isTrue();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (writer.dropped() < 2 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(writer.dropped()).isEqualTo(2);
  }

  private static void assertFails(CompletableFuture<?> report) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> report.get(30, TimeUnit.SECONDS))
        .withCauseInstanceOf(StoreUnavailableException.class);
  }

  private synchronized List<LogId> write(List<LogEntry> batch) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreUnavailableException(new IllegalStateException("down"));
    }
    batches.add(batch);
    return List.of();
  }

  private static Function<List<LogEntry>, List<LogId>> oncePerRow() {
    Set<LogId> completed = new HashSet<>();
    return batch -> batch.stream()
        .map(entry -> ((LogEntry.Completion) entry).id())
        .filter(id -> !completed.add(id))
        .toList();
  }

  private static LogId id(int number) {
    return new LogId(new UUID(0, number));
  }

  private static LogEntry completion(int number) {
    return new LogEntry.Completion(id(number), null, 200, null);
  }

  private static int number(LogEntry entry) {
    LogId id =
        entry instanceof LogEntry.Row row ? row.row().id() : ((LogEntry.Completion) entry).id();
    return (int) id.value().getLeastSignificantBits();
  }

  private static void offer(LogWriter writer, int number) {
    writer.offer(() -> row(number));
  }

  private static ApiKeyLog row(int number) {
    return new ApiKeyLog(
        id(number),
        new ApiKeyId(new UUID(1, 1)),
        "prefix",
        CompanyId.PLATFORM,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "VALID",
        Instant.EPOCH,
        null,
        false);
  }
}
