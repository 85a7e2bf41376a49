package io.keybearer.spring.remote;

import io.keybearer.client.KeybearerClientException;
import io.keybearer.client.NoAnswerException;
import io.keybearer.client.Report;
import io.keybearer.log.LogId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is to be told to the server off the request path: bounded, one thread, many reports a
 * call. What finds no room, or is not taken, is counted. Safe for concurrent use.
 */
final class ReportQueue implements AutoCloseable {
  private static final int ROOM = 20_000;
  private static final int BATCH = 1_000;

  /** Characters of payloads that wait at most, and that one call brings: it may take 1 MiB. */
  private static final int MOST_PAYLOADS = 16 * 1024 * 1024;

  private static final int MOST_OF_CALL = 150_000;
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final int NOT_NOW = 503;

  private final Consumer<List<Report>> server;
  /** A report, and how many characters its payloads have. */
  private record Waiting(Report report, int payloads) {}

  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(ROOM);
  private final AtomicLong payloadsWaiting = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Map<LogId, Report.Builder> expected = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<LogId, Report.Builder> eldest) {
      return size() > ROOM;
    }
  };
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "keybearer-reports");
        made.setDaemon(true);
        return made;
      });

  ReportQueue(Consumer<List<Report>> server) {
    this.server = server;
    // Ends with its executor; nothing is thrown out of it.
    ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
        this::tell, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A request is being served whose row is to be made when it has been answered. */
  void expect(LogId row, Report.Builder report) {
    synchronized (expected) {
      expected.put(row, report);
    }
  }

  /** A request has been answered; a row that was not expected is one of the server's. */
  void answered(LogId row, int status, double millis) {
    answered(row, status, millis, null, null);
  }

  /** The same, with payloads; without them when too many wait. */
  void answered(
      LogId row,
      int status,
      double millis,
      @Nullable String requestData,
      @Nullable String responseData) {
    Report.@Nullable Builder own;
    synchronized (expected) {
      own = expected.remove(row);
    }
    Report report = own == null
        ? Report.completing(row.toString(), status, millis)
        : own.statusCode(status).executionTime(millis).build();
    int payloads = length(requestData) + length(responseData);
    boolean room = payloadsWaiting.get() + payloads <= MOST_PAYLOADS;
    if (room && requestData != null) {
      report = report.withRequestData(requestData);
    }
    if (room && responseData != null) {
      report = report.withResponseData(responseData);
    }
    add(new Waiting(report, room ? payloads : 0));
  }

  private static int length(@Nullable String payload) {
    return payload == null ? 0 : payload.length();
  }

  long lost() {
    return lost.get();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    tell();
    lost.addAndGet(waiting.size());
  }

  private void add(Waiting report) {
    if (waiting.offer(report)) {
      payloadsWaiting.addAndGet(report.payloads);
    } else {
      lost.incrementAndGet();
    }
  }

  private synchronized void tell() {
    List<Waiting> batch = new ArrayList<>();
    while (fill(batch)) {
      try {
        server.accept(batch.stream().map(Waiting::report).toList());
      } catch (KeybearerClientException failure) {
        if (certainlyNotTaken(failure)) {
          batch.forEach(this::add);
        } else {
          lost.addAndGet(batch.size());
        }
        return;
      }
      batch.clear();
    }
  }

  /** Takes as many as one call may bring: payloads make few of them large enough. */
  private boolean fill(List<Waiting> batch) {
    int payloads = 0;
    Waiting next = waiting.peek();
    while (next != null
        && batch.size() < BATCH
        && (batch.isEmpty() || payloads + next.payloads <= MOST_OF_CALL)) {
      batch.add(waiting.remove());
      payloads += next.payloads;
      next = waiting.peek();
    }
    payloadsWaiting.addAndGet(-payloads);
    return !batch.isEmpty();
  }

  private static boolean certainlyNotTaken(KeybearerClientException failure) {
    return failure.status() == NOT_NOW
        || (failure instanceof NoAnswerException silent && silent.neverSent());
  }
}
