package io.keybearer;

import io.keybearer.key.Caller;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.log.LogRows;
import io.keybearer.log.LogTail;
import io.keybearer.log.LogWriter;
import io.keybearer.problem.NotFoundException;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One row for every request made with a key. Verifications make their rows by themselves; whoever
 * served the request reports the rest. Safe for concurrent use.
 */
public final class RequestLog {
  /** Characters of payloads that may wait to be written; what comes beyond that is dropped. */
  private static final long MOST_WAITING = 16L * 1024 * 1024;

  private final AtomicLong payloadsWaiting = new AtomicLong();
  private final Store store;
  private final LogWriter writer;
  private final LogRows rows;
  private final Clock clock;

  RequestLog(Store store, LogWriter writer, LogRows rows, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * What became of one report.
   *
   * @param id the row; for a report that named none, the row it made
   * @param written whether it was written; if not, the row does not exist, is another caller's or
   *     was completed before, or the key is not within reach
   * @param payloadDropped whether it brought payloads that are not kept, since capture is not switched
   *     on for them, or too many wait to be written; the rest was written nonetheless
   */
  public record Reported(Optional<LogId> id, boolean written, boolean payloadDropped) {}

  /**
   * Takes reports, all of which are written together. Reads the store for keys that they name.
   *
   * @return completes once they are written, one result for each report in its order; fails with a
   *     {@link io.keybearer.problem.KeybearerException} when they could not be written
   * @throws io.keybearer.problem.KeybearerException {@code OVERLOADED} when there is no room
   */
  public CompletableFuture<List<Reported>> report(Caller caller, List<LogReport> reports) {
    boolean room = payloadsWaiting.get() < MOST_WAITING;
    Reporting reporting = new Reporting(store, rows, caller, clock.instant(), room);
    List<Reporting.Drafted> drafted = reports.stream().map(reporting::draft).toList();
    Set<LogId> named = new HashSet<>();
    List<LogEntry> good = drafted.stream()
        .flatMap(draft -> draft.entry().stream())
        .filter(entry -> named.add(Reporting.Drafted.idOf(entry)))
        .toList();
    CompletableFuture<Set<LogId>> written =
        good.isEmpty() ? CompletableFuture.completedFuture(Set.of()) : submit(good);
    return written.thenApply(refused -> results(drafted, refused));
  }

  private CompletableFuture<Set<LogId>> submit(List<LogEntry> entries) {
    long payloads = entries.stream().mapToLong(Reporting::payloadLength).sum();
    CompletableFuture<Set<LogId>> written = writer.submit(entries);
    if (payloads == 0) {
      return written;
    }
    payloadsWaiting.addAndGet(payloads);
    return written.whenComplete((refused, failure) -> payloadsWaiting.addAndGet(-payloads));
  }

  /** Rows within reach that pass the filter, newest first. */
  public Page<ApiKeyLog> list(Caller caller, LogFilter filter, PageRequest page) {
    return store.log().list(caller.reach(), withKey(caller, filter), page);
  }

  /**
   * Follows the log: rows within reach that pass the filter, as they come, on whichever node.
   *
   * @param after the last row that was told before, to go on after a break of at most an hour; rows
   *     of the seconds before it may be told again. Null = from now on
   */
  public LogTail tail(Caller caller, LogFilter filter, @Nullable LogId after) {
    return new StoreTail(store, clock, caller.reach(), withKey(caller, filter), after);
  }

  /** Rows are found by the id of their key much faster than by its public id. */
  private LogFilter withKey(Caller caller, LogFilter filter) {
    String prefix = filter.prefix();
    if (prefix == null || filter.apiKey() != null) {
      return filter;
    }
    KeyFilter ofPrefix =
        new KeyFilter(null, null, null, null, null, prefix, null, null, null, null, null);
    return store
        .listKeys(caller.reach(), ofPrefix, clock.instant(), PageRequest.first(1))
        .items()
        .stream()
        .findFirst()
        .map(key -> filter.withApiKey(key.id()))
        .orElse(filter);
  }

  /**
   * One row.
   *
   * @throws NotFoundException when there is none within reach
   */
  public ApiKeyLog get(Caller caller, LogId id) {
    return store.log().find(caller.reach(), id).orElseThrow(NotFoundException::new);
  }

  /** What the writer has done and has before it, for metrics. */
  public LogWriter writer() {
    return writer;
  }

  /** A row is completed once, so of two reports that name it the second is not written. */
  private static List<Reported> results(List<Reporting.Drafted> drafted, Set<LogId> refused) {
    Set<LogId> settled = new HashSet<>(refused);
    List<Reported> results = new ArrayList<>(drafted.size());
    for (Reporting.Drafted draft : drafted) {
      Optional<LogId> id = draft.id();
      boolean written = id.isPresent() && settled.add(id.get());
      results.add(new Reported(id, written, written && draft.payloadDropped()));
    }
    return results;
  }
}
