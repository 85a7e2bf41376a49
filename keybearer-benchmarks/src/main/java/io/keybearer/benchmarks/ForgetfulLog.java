package io.keybearer.benchmarks;

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

/** Takes every row and keeps none. */
record ForgetfulLog(LogStore rest) implements LogStore {
  @Override
  public List<LogId> append(List<LogEntry> batch) {
    return List.of();
  }

  @Override
  public Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return rest.find(reach, id);
  }

  @Override
  public Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return rest.list(reach, filter, page);
  }
}
