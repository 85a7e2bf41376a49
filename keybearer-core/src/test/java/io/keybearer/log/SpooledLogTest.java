package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledLogTest {
  @TempDir
  private Path parent;

  private final SomeEntries some = new SomeEntries(7);
  private final FickleStore store = new FickleStore();
  private final FaultyFiles files = new FaultyFiles();
  private final List<LogWriter> opened = new ArrayList<>();

  @AfterEach
  void close() {
    store.down = false;
    opened.forEach(LogWriter::close);
  }

  @Test
  void acknowledgesWhatIsOnTheDiskAndBringsItIntoTheStoreInOrder() throws Exception {
    store.down = true;
    LogWriter writer = open();
    List<LogEntry> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ApiKeyLog row = some.row(some.id());
      writer.offer(() -> row);
      List<LogEntry> reports = some.several(i % 7);
      all.add(new LogEntry.Row(row));
      all.addAll(reports);
      assertThat(writer.submit(reports).get(30, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(store.entries()).isEmpty();
    assertThat(status(writer).waitingBytes()).isPositive();
    store.down = false;
    await(() -> store.entries().size() == all.size());
    assertThat(store.entries()).isEqualTo(all);
    await(() -> status(writer).waitingBytes() == 0);
    assertThat(status(writer).behind()).isEqualTo(Duration.ZERO);
    assertThat(writer.written()).isEqualTo(all.size());
    writer.close();
    assertThat(parent).isEmptyDirectory();
    assertThat(store.positions).isEmpty();
  }

  @Test
  void goesOnWhereTheStoreSaysAfterAnAnswerThatWasLost() throws Exception {
    LogWriter writer = open();
    List<LogEntry> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      store.answersToLose = 2;
      List<LogEntry> reports = some.several(3);
      all.addAll(reports);
      writer.submit(reports).get(30, TimeUnit.SECONDS);
    }
    await(() -> store.entries().size() >= all.size());
    writer.close();
    assertThat(store.entries()).isEqualTo(all);
  }

  @Test
  void leavesToTheNextStartWhatTheStoreDidNotTake() throws Exception {
    store.down = true;
    LogWriter first = open();
    List<LogEntry> all = new ArrayList<>(some.several(50));
    first.submit(all).get(30, TimeUnit.SECONDS);
    first.close();
    LogWriter second = open();
    List<LogEntry> more = some.several(50);
    second.submit(more).get(30, TimeUnit.SECONDS);
    all.addAll(more);
    store.down = false;
    await(() -> store.entries().size() == all.size());
    assertThat(store.entries()).isEqualTo(all);
    second.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void sharesAFolderWithOtherProcessesAndTakesOverFromTheDead() throws Exception {
    store.down = true;
    LogWriter living = open();
    SpoolScene killed = new SpoolScene(parent);
    List<LogEntry> left = some.several(10);
    killed.spool.append(left);
    killed.crash();
    LogWriter next = open();
    List<LogEntry> own = some.several(10);
    living.submit(own).get(30, TimeUnit.SECONDS);
    store.down = false;
    await(() -> store.entries().size() == 20);
    assertThat(store.entries()).containsAll(left).containsAll(own);
    assertThat(killed.folder.path()).doesNotExist();
    next.close();
    living.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void writesAgainWhatAStoreForgotThatWasPutBack() throws Exception {
    LogWriter writer = open();
    List<LogEntry> before = some.several(10);
    writer.submit(before).get(30, TimeUnit.SECONDS);
    await(() -> store.entries().size() == 10);
    Map<SpoolId, Long> then = store.copyOfPositions();
    List<LogEntry> lost = some.several(10);
    writer.submit(lost).get(30, TimeUnit.SECONDS);
    await(() -> store.entries().size() == 20);
    store.putBack(then, 10);
    List<LogEntry> after = some.several(10);
    writer.submit(after).get(30, TimeUnit.SECONDS);
    await(() -> store.entries().size() == 30);
    assertThat(store.entries())
        .isEqualTo(Stream.of(before, lost, after).flatMap(List::stream).toList());
  }

  @Test
  void refusesReportsAndDropsRowsWhileTheDiskIsFullAndRecoversByItself() throws Exception {
    LogWriter writer = open();
    files.room = 0;
    ApiKeyLog row = some.row(some.id());
    writer.offer(() -> row);
    assertRefused(writer);
    await(() -> writer.dropped() == 1);
    assertThat(writer.refused()).isPositive();
    assertThat(status(writer).takes()).isFalse();
    files.room = Long.MAX_VALUE;
    List<LogEntry> reports = some.several(5);
    await(() -> isTaken(writer, reports));
    assertThat(status(writer).takes()).isTrue();
    await(() -> store.entries().size() == 5);
    assertThat(store.entries()).isEqualTo(reports);
  }

  @Test
  void setsAsideTheOneEntryThatTheStoreCannotTake() throws Exception {
    store.poison = some.id();
    LogWriter writer = open();
    List<LogEntry> before = some.several(700);
    List<LogEntry> after = some.several(500);
    List<LogEntry> all = new ArrayList<>(before);
    all.add(some.completion(store.poison));
    all.addAll(after);
    writer.submit(all).get(30, TimeUnit.SECONDS);
    await(() -> store.entries().size() == 1_200);
    assertThat(store.entries())
        .isEqualTo(Stream.of(before, after).flatMap(List::stream).toList());
    assertThat(status(writer).setAside()).isEqualTo(1);
    writer.close();
    assertThat(names()).singleElement().asString().startsWith("aside-");
  }

  @Test
  void countsAcknowledgedCompletionsThatWereNotApplied() throws Exception {
    LogWriter writer = open();
    store.unapplied = List.of(some.id(), some.id());
    writer.submit(some.several(5)).get(30, TimeUnit.SECONDS);
    await(() -> writer.unapplied() == 2);
  }

  @Test
  void keepsHandoversOfManyThreadsEachInItsOrder() throws Exception {
    LogWriter writer = open();
    List<CompletableFuture<Set<LogId>>> acknowledged = new ArrayList<>();
    List<LogEntry> rows = new ArrayList<>();
    List<Thread> threads = IntStream.range(0, 3)
        .mapToObj(i -> new Thread(() -> {
          SomeEntries mine = new SomeEntries(i);
          for (int j = 0; j < 500; j++) {
            LogEntry entry = new LogEntry.Row(mine.row(mine.id()));
            CompletableFuture<Set<LogId>> done = writer.submit(List.of(entry));
            synchronized (acknowledged) {
              acknowledged.add(done);
              rows.add(entry);
            }
          }
        }))
        .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (CompletableFuture<Set<LogId>> done : acknowledged) {
      done.get(30, TimeUnit.SECONDS);
    }
    await(() -> store.entries().size() == 1_500);
    assertThat(store.entries()).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void doesNotStartOverAFolderThatCannotBeOne() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> LogWriter.spooled(
            LogSpool.in(file), store, Clock.systemUTC(), System::nanoTime, new SecureRandom()))
        .withMessageContaining(file.toString());
  }

  private LogWriter open() {
    Spool.Ground ground =
        new Spool.Ground(Clock.systemUTC(), System::nanoTime, new SecureRandom(), files);
    LogSpool bounds = new LogSpool(parent, 1 << 24, 1);
    LogWriter writer = new LogWriter(
            new LogCounts(), counts -> new SpooledLog(bounds, store, counts, ground))
        .start();
    opened.add(writer);
    return writer;
  }

  private static SpoolStatus status(LogWriter writer) {
    return writer.spool().orElseThrow();
  }

  private List<Path> names() throws IOException {
    try (Stream<Path> inside = Files.list(parent)) {
      return inside.map(Path::getFileName).toList();
    }
  }

  private void assertRefused(LogWriter writer) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> writer.submit(some.several(2)).get(30, TimeUnit.SECONDS))
        .havingCause()
        .isInstanceOfSatisfying(
            KeybearerException.class,
            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.OVERLOADED));
  }

  private static boolean isTaken(LogWriter writer, List<LogEntry> reports) {
    try {
      return writer.submit(reports).get(30, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException refused) {
      return false;
    } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
      throw new AssertionError(late);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A store that keeps every entry in order, and can be down, forgetful, silent or picky. */
  private static final class FickleStore implements LogDestination {
    final Map<SpoolId, Long> positions = new HashMap<>();
    private final List<LogEntry> entries = new ArrayList<>();
    volatile boolean down;
    volatile int answersToLose;
    volatile List<LogId> unapplied = List.of();
    volatile LogId poison = new LogId(new java.util.UUID(0, 0));

    @Override
    public List<LogId> append(List<LogEntry> batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public synchronized List<LogId> append(List<LogEntry> batch, SpoolStep step) {
      answer();
      if (batch.stream().anyMatch(this::isPoison)) {
        throw new IllegalArgumentException("a defect, played by the test");
      }
      Long known = positions.get(step.spool());
      if (known != null && known != step.from()) {
        throw new SpoolMovedException(step.spool());
      }
      positions.put(step.spool(), step.to());
      entries.addAll(batch);
      if (answersToLose > 0) {
        answersToLose--;
        throw new StoreUnavailableException(new IOException("the connection was cut"));
      }
      List<LogId> answer = unapplied;
      unapplied = List.of();
      return answer;
    }

    private boolean isPoison(LogEntry entry) {
      return entry instanceof LogEntry.Completion part && Objects.equals(part.id(), poison);
    }

    private void answer() {
      if (down) {
        throw new StoreUnavailableException(new IOException("down"));
      }
    }

    @Override
    public synchronized OptionalLong spoolPosition(SpoolId spool) {
      answer();
      return Optional.ofNullable(positions.get(spool)).stream()
          .mapToLong(Long::longValue)
          .findFirst();
    }

    @Override
    public synchronized void forgetSpool(SpoolId spool) {
      answer();
      positions.remove(spool);
    }

    @Override
    public List<LogId> retryKept(Instant now) {
      return List.of();
    }

    synchronized List<LogEntry> entries() {
      return List.copyOf(entries);
    }

    synchronized Map<SpoolId, Long> copyOfPositions() {
      return Map.copyOf(positions);
    }

    synchronized void putBack(Map<SpoolId, Long> to, int count) {
      positions.clear();
      positions.putAll(to);
      entries.subList(count, entries.size()).clear();
    }
  }
}
