package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Log rows in memory; one lock for all of them. */
final class InMemoryLog implements LogStore {
  private final NavigableMap<UUID, ApiKeyLog> rows = NewestFirst.map();

  @Override
  public synchronized List<LogId> append(List<LogEntry> batch) {
    List<LogId> refused = new ArrayList<>();
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Row made) {
        rows.put(made.row().id().value(), made.row());
      } else if (entry instanceof LogEntry.Completion completion && !complete(completion)) {
        refused.add(completion.id());
      }
    }
    return refused;
  }

  @Override
  public synchronized Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return Optional.ofNullable(rows.get(id.value())).filter(row -> reach.includes(row.company()));
  }

  @Override
  public synchronized Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return NewestFirst.page(rows, page, new RowsMatching(reach, filter));
  }

  private boolean complete(LogEntry.Completion completion) {
    ApiKeyLog row = rows.get(completion.id().value());
    if (row == null || row.completed() || !Objects.equals(row.caller(), completion.caller())) {
      return false;
    }
    rows.put(row.id().value(), completed(row, completion));
    return true;
  }

  private static ApiKeyLog completed(ApiKeyLog row, LogEntry.Completion completion) {
    Integer status = completion.statusCode();
    Double time = completion.executionTime();
    return new ApiKeyLog(
        row.id(),
        row.apiKey(),
        row.prefix(),
        row.company(),
        row.endpoint(),
        row.method(),
        status == null ? row.statusCode() : status,
        row.ipAddress(),
        row.userAgent(),
        row.referer(),
        time == null ? row.executionTime() : time,
        row.outcome(),
        row.at(),
        row.caller(),
        true);
  }
}
