package io.keybearer;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogTail;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log by reading the store. Rows of several nodes are not committed in the order of their
 * ids, so each reading looks at the last seconds again, and tells what it had not seen. A row that
 * comes later than that, out of a spool, is not told.
 */
final class StoreTail implements LogTail {
  /** How late a row may come. */
  static final Duration LATE = Duration.ofSeconds(5);

  /** How far back one can go on who was cut off. */
  static final Duration LONGEST_BREAK = Duration.ofHours(1);

  /** How many pages are read for one piece. */
  static final int MOST_PAGES = 50;

  private final Store store;
  private final Clock clock;
  private final Reach reach;
  private final LogFilter filter;
  private Instant complete;
  private Set<LogId> seen = new HashSet<>();

  /**
   * Begins.
   *
   * @param after where another tail ended; rows of its last seconds may be told again
   */
  StoreTail(Store store, Clock clock, Reach reach, LogFilter filter, @Nullable LogId after) {
    this.store = store;
    this.clock = clock;
    this.reach = reach;
    this.filter = filter;
    Instant now = clock.instant();
    Instant earliest = now.minus(LONGEST_BREAK);
    Instant end = after == null ? now : after.at().minus(LATE);
    complete = end.isBefore(earliest) ? earliest : end.isAfter(now) ? now : end;
  }

  @Override
  public Piece next() {
    Instant now = clock.instant();
    List<ApiKeyLog> rows = new ArrayList<>();
    LogFilter since = filter.since(complete);
    PageRequest request = PageRequest.first(PageRequest.MOST);
    Gap gap = null;
    for (int pages = 1; ; pages++) {
      Page<ApiKeyLog> page = store.log().list(reach, since, request);
      rows.addAll(page.items());
      if (page.next() == null) {
        break;
      }
      if (pages == MOST_PAGES) {
        gap = new Gap(complete, rows.get(rows.size() - 1).at().plusMillis(1));
        break;
      }
      request = new PageRequest(PageRequest.MOST, page.next());
    }
    return told(rows, gap, now);
  }

  private Piece told(List<ApiKeyLog> rows, @Nullable Gap gap, Instant now) {
    Collections.reverse(rows);
    Set<LogId> window = new HashSet<>();
    List<ApiKeyLog> fresh = new ArrayList<>();
    Instant next = now.minus(LATE);
    for (ApiKeyLog row : rows) {
      if (!seen.contains(row.id())) {
        fresh.add(row);
      }
      if (!row.at().isBefore(next)) {
        window.add(row.id());
      }
    }
    if (next.isAfter(complete)) {
      complete = next;
      seen = window;
    } else {
      rows.forEach(row -> seen.add(row.id()));
    }
    return new Piece(fresh, gap);
  }
}
