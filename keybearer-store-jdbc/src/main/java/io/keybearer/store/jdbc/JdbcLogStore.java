package io.keybearer.store.jdbc;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.store.LogStore;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * The request log: which piece of work runs how. {@link LogWrites} and {@link LogReads} hold the
 * statements. Safe for concurrent use.
 */
final class JdbcLogStore implements LogStore {
  private final Database database;

  JdbcLogStore(Database database) {
    this.database = database;
  }

  @Override
  public List<LogId> append(List<LogEntry> batch) {
    return batch.isEmpty()
        ? List.of()
        : database.transaction(session -> LogWrites.append(session, batch));
  }

  @Override
  public Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return database.read(session -> LogReads.find(session, reach, id));
  }

  @Override
  public Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return database.read(session -> LogReads.list(session, reach, filter, page));
  }
}
