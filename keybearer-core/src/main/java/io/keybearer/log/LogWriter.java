package io.keybearer.log;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes log entries off the request path: a bounded queue, one writer thread, and one transaction a
 * batch or, with a spool, one fdatasync a batch. Handing over never waits; what finds no room is
 * counted and dropped when it is a verification's row, and refused when it is a report. Safe for
 * concurrent use.
 */
public final class LogWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
  private static final int ROOM = 65_536;
  private static final int BATCH = 4_000;
  /** How far the rows of verifications may be behind in the spool. */
  static final Duration BEHIND = Duration.ofMillis(50);

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

  private final LogOutlet outlet;
  private final LogCounts counts;
  private final DropNotice notice;

  /** Of {@link Handed}, and of rows to be made. */
  private final LogQueue<Object> queue = new LogQueue<>(ROOM);

  /** Entries of reports that wait. */
  private final AtomicInteger reported = new AtomicInteger();

  private final Thread writer = new Thread(this::run, "keybearer-log-writer");
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * Makes a writer straight into a store; {@link #start} sets it going. What waits in memory is lost
   * with the process; a report is acknowledged when it is in the store.
   *
   * @param store writes a batch and says which completions it did not apply
   */
  public LogWriter(Function<List<LogEntry>, List<LogId>> store) {
    this(new LogCounts(), counts -> new StoreOutlet(store, counts));
  }

  LogWriter(LogCounts counts, Function<LogCounts, LogOutlet> outlet) {
    this.counts = counts;
    this.notice = new DropNotice(counts);
    this.outlet = outlet.apply(counts);
    writer.setDaemon(true);
  }

  /**
   * Makes a writer into a spool, and from there into a store; {@link #start} sets it going. A report
   * is acknowledged when it is on the local disk, and reaches the store later.
   *
   * @param spool where it is, and its bounds
   * @param clock the wall clock by which spools are written
   * @param nanoTime monotonic nanoseconds
   * @param random what makes spools differ
   * @throws java.io.UncheckedIOException when the folder cannot be used
   */
  public static LogWriter spooled(
      LogSpool spool,
      LogDestination store,
      Clock clock,
      LongSupplier nanoTime,
      SecureRandom random) {
    Spool.Ground ground = new Spool.Ground(clock, nanoTime, random, SpoolFolder::create);
    return new LogWriter(new LogCounts(), counts -> new SpooledLog(spool, store, counts, ground));
  }

  /** Sets the writer thread going. */
  public LogWriter start() {
    outlet.start();
    writer.start();
    return this;
  }

  /**
   * Hands over a verification's row, which the writer's thread asks for; without room it is counted
   * and dropped.
   */
  public void offer(Supplier<ApiKeyLog> row) {
    if (closing || !queue.offer(row)) {
      counts.dropped.incrementAndGet();
    } else if (ended) {
      giveUpTheRest();
    }
  }

  /**
   * Hands over reports.
   *
   * @return completes once they are kept. Without a spool that is in the store, and the completions
   *     come that were not applied; with one it is on the disk, and whether they are applied shows
   *     later. Fails with {@link StoreUnavailableException} when they could not be written, and with
   *     {@code OVERLOADED} when the spool has no room
   * @throws KeybearerException {@code OVERLOADED} when there is no room
   */
  public CompletableFuture<Set<LogId>> submit(List<LogEntry> reports) {
    CompletableFuture<Set<LogId>> done = new CompletableFuture<>();
    if (closing || !hasRoomFor(reports.size(), new Handed(List.copyOf(reports), done))) {
      counts.refused.addAndGet(reports.size());
      throw new KeybearerException(ProblemCode.OVERLOADED);
    }
    if (ended) {
      giveUpTheRest();
    }
    LockSupport.unpark(writer);
    return done;
  }

  private boolean hasRoomFor(int entries, Handed handed) {
    if (reported.addAndGet(entries) <= ROOM && queue.offer(handed)) {
      return true;
    }
    reported.addAndGet(-entries);
    return false;
  }

  /** How many verification rows were dropped since the start. */
  public long dropped() {
    return counts.dropped.get();
  }

  /** How many reports were refused for want of room since the start. */
  public long refused() {
    return counts.refused.get();
  }

  /**
   * How many completions were acknowledged since the start that will never be applied: there is no
   * such row, it is another caller's, or it was completed before. Only with a spool.
   */
  public long unapplied() {
    return counts.unapplied.get();
  }

  /** How many entries were written to the store since the start. */
  public long written() {
    return counts.written.get();
  }

  /** How the spool stands, where there is one. */
  public Optional<SpoolStatus> spool() {
    return outlet.status();
  }

  /** How many handovers wait to be written. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Writes what waits, for at most ten seconds, ends the writer, and counts what is left as dropped.
   * A spool is then written to the store for ten seconds more; what is left of it stays.
   */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(FAREWELL.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (writer.isAlive()) {
      writer.interrupt();
    }
    giveUpTheRest();
    outlet.close();
  }

  private void run() {
    List<Handed> batch = new ArrayList<>();
    try {
      while (!(closing && queue.isEmpty() && batch.isEmpty())) {
        drain(batch, BATCH);
        if (!batch.isEmpty()) {
          writeFront(batch);
        }
        notice.look();
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

  /** Takes out until there are so many entries. */
  private void drain(List<Handed> batch, int most) {
    int entries = 0;
    for (Handed handed : batch) {
      entries += handed.entries.size();
    }
    Object next = entries < most ? queue.poll() : null;
    while (next != null) {
      Handed handed = Handed.of(next);
      batch.add(handed);
      entries += handed.entries.size();
      next = entries < most ? queue.poll() : null;
    }
  }

  /**
   * Lets rows come together. Nobody waits for them, so nobody wakes the writer for them; reports do,
   * also those handed over since it last looked.
   */
  private void linger() throws InterruptedException {
    LockSupport.parkNanos(this, outlet.linger().toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException("the writer is to end");
    }
  }

  /** Writes what stands in front of a batch, and takes off what is done with. */
  private void writeFront(List<Handed> batch) throws InterruptedException {
    List<Handed> front = batch.subList(0, Math.min(BATCH, withoutRepetition(batch)));
    List<LogEntry> entries = new ArrayList<>(front.size());
    front.forEach(handed -> entries.addAll(handed.entries));
    try {
      Set<LogId> unapplied = new HashSet<>(outlet.write(entries));
      front.forEach(handed -> complete(handed, unapplied));
      front.clear();
    } catch (StoreUnavailableException down) {
      drain(batch, ROOM);
      batch.removeIf(handed -> fails(handed, down));
      TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
    } catch (KeybearerException full) {
      front.forEach(handed -> refuse(handed, full));
      front.clear();
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

  private void complete(Handed handed, Set<LogId> unapplied) {
    if (handed.done != null) {
      reported.addAndGet(-handed.entries.size());
      handed.done.complete(unapplied);
    }
  }

  /** Tells a report that it was not written; a row stays, to be tried again. */
  private boolean fails(Handed handed, KeybearerException why) {
    if (handed.done == null) {
      return false;
    }
    reported.addAndGet(-handed.entries.size());
    handed.done.completeExceptionally(why);
    return true;
  }

  /** There is no room, and for a row there will not be. */
  private void refuse(Handed handed, KeybearerException full) {
    if (handed.done == null) {
      counts.dropped.addAndGet(handed.entries.size());
      return;
    }
    counts.refused.addAndGet(handed.entries.size());
    reported.addAndGet(-handed.entries.size());
    handed.done.completeExceptionally(full);
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
    KeybearerException why = new StoreUnavailableException(
        new IllegalStateException("the writer gave up before this was written"));
    if (!fails(handed, why)) {
      counts.dropped.addAndGet(handed.entries.size());
    }
  }
}
