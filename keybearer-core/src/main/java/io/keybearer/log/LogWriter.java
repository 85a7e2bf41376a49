package io.keybearer.log;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes log entries off the request path: a bounded queue, one writer thread, one transaction a
 * batch. Handing over never waits; what finds no room is counted and dropped when it is a
 * verification's row, and refused when it is a report. Safe for concurrent use.
 */
public final class LogWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
  private static final int ROOM = 65_536;
  private static final int BATCH = 4_000;
  private static final Duration LINGER = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** Entries handed over together; {@code done} hears which completions were not applied. */
  private record Handed(List<LogEntry> entries, @Nullable CompletableFuture<Set<LogId>> done) {
    static Handed of(Object queued) {
      return queued instanceof Handed handed
          ? handed
          : new Handed(List.of(new LogEntry.Row((ApiKeyLog) ((Supplier<?>) queued).get())), null);
    }
  }

  private final Function<List<LogEntry>, List<LogId>> store;
  /** Of {@link Handed}, and of rows to be made. */
  private final LogQueue<Object> queue = new LogQueue<>(ROOM);

  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final Thread writer = new Thread(this::run, "keybearer-log-writer");
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * Makes a writer; {@link #start} sets it going.
   *
   * @param store writes a batch and says which completions it did not apply
   */
  public LogWriter(Function<List<LogEntry>, List<LogId>> store) {
    this.store = store;
    writer.setDaemon(true);
  }

  /** Sets the writer thread going. */
  public LogWriter start() {
    writer.start();
    return this;
  }

  /**
   * Hands over a verification's row, which the writer's thread asks for; without room it is counted
   * and dropped.
   */
  public void offer(Supplier<ApiKeyLog> row) {
    if (closing || !queue.offer(row)) {
      dropped.incrementAndGet();
    } else if (ended) {
      giveUpTheRest();
    }
  }

  /**
   * Hands over reports.
   *
   * @return completes once they are written, with the completions that were not applied; fails with
   *     {@link StoreUnavailableException} when they could not be written
   * @throws KeybearerException {@code OVERLOADED} when there is no room
   */
  public CompletableFuture<Set<LogId>> submit(List<LogEntry> reports) {
    CompletableFuture<Set<LogId>> done = new CompletableFuture<>();
    if (closing || !queue.offer(new Handed(List.copyOf(reports), done))) {
      throw new KeybearerException(ProblemCode.OVERLOADED);
    }
    if (ended) {
      giveUpTheRest();
    }
    LockSupport.unpark(writer);
    return done;
  }

  /** How many verification rows were dropped since the start. */
  public long dropped() {
    return dropped.get();
  }

  /** How many entries were written since the start. */
  public long written() {
    return written.get();
  }

  /** How many handovers wait to be written. */
  public int waiting() {
    return queue.size();
  }

  /** Writes what waits, for at most ten seconds, ends the writer, and counts what is left as dropped. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(FAREWELL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
    giveUpTheRest();
  }

  private void run() {
    List<Handed> batch = new ArrayList<>();
    try {
      while (!(closing && queue.isEmpty() && batch.isEmpty())) {
        drain(batch, BATCH);
        if (!batch.isEmpty()) {
          writeFront(batch);
        }
        if (batch.isEmpty() && queue.size() < BATCH && !closing) {
          linger();
        }
      }
    } catch (InterruptedException interrupted) {
      batch.forEach(this::giveUp);
      Thread.currentThread().interrupt();
    }
    giveUpTheRest();
  }

  private void drain(List<Handed> batch, int most) {
    Object next = batch.size() < most ? queue.poll() : null;
    while (next != null) {
      batch.add(Handed.of(next));
      next = batch.size() < most ? queue.poll() : null;
    }
  }

  /**
   * Lets rows come together. Nobody waits for them, so nobody wakes the writer for them; reports do,
   * also those handed over since it last looked.
   */
  private void linger() throws InterruptedException {
    LockSupport.parkNanos(this, LINGER.toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException("the writer is to end");
    }
  }

  /** Writes what stands in front of a batch, and takes off what is done with. */
  private void writeFront(List<Handed> batch) throws InterruptedException {
    List<Handed> front = batch.subList(0, Math.min(BATCH, withoutRepetition(batch)));
    List<LogEntry> entries =
        front.stream().flatMap(handed -> handed.entries.stream()).toList();
    try {
      Set<LogId> refused = new HashSet<>(store.apply(entries));
      written.addAndGet(entries.size());
      front.forEach(handed -> complete(handed, refused));
      front.clear();
    } catch (StoreUnavailableException down) {
      drain(batch, ROOM);
      batch.removeIf(handed -> fails(handed, down));
      TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "a batch of log rows could not be written", unexpected);
      front.forEach(this::giveUp);
      front.clear();
    }
  }

  /**
   * How many in front complete no row twice, at least one: what the store refuses it names by row,
   * so that of two reports about one row it could not be told which was meant.
   */
  private static int withoutRepetition(List<Handed> batch) {
    Set<LogId> completed = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      for (LogEntry entry : batch.get(i).entries) {
        if (entry instanceof LogEntry.Completion completion && !completed.add(completion.id())) {
          return Math.max(1, i);
        }
      }
    }
    return batch.size();
  }

  private static void complete(Handed handed, Set<LogId> refused) {
    if (handed.done != null) {
      handed.done.complete(refused);
    }
  }

  /** Tells a report that it was not written; a row stays, to be tried again. */
  private static boolean fails(Handed handed, StoreUnavailableException down) {
    if (handed.done == null) {
      return false;
    }
    handed.done.completeExceptionally(down);
    return true;
  }

  private void giveUpTheRest() {
    ended = true;
    Object left = queue.poll();
    while (left != null) {
      giveUp(Handed.of(left));
      left = queue.poll();
    }
  }

  private void giveUp(Handed handed) {
    if (handed.done == null) {
      dropped.addAndGet(handed.entries.size());
    } else {
      handed.done.completeExceptionally(new StoreUnavailableException(
          new IllegalStateException("the writer gave up before this was written")));
    }
  }
}
