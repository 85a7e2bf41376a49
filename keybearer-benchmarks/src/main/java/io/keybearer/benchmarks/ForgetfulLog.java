package io.keybearer.benchmarks;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogRetention;
import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolStep;
import io.keybearer.store.LogPruning;
import io.keybearer.store.LogStore;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.UsageStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes every row and keeps none. */
record ForgetfulLog(LogStore rest) implements LogStore {
  @Override
  public List<LogId> append(List<LogEntry> batch) {
    return List.of();
  }

  @Override
  public List<LogId> append(List<LogEntry> batch, SpoolStep step) {
    return rest.append(List.of(), step);
  }

  @Override
  public OptionalLong spoolPosition(SpoolId spool) {
    return rest.spoolPosition(spool);
  }

  @Override
  public void forgetSpool(SpoolId spool) {
    rest.forgetSpool(spool);
  }

  @Override
  public List<LogId> retryKept(Instant now) {
    return rest.retryKept(now);
  }

  @Override
  public void makeReady(Instant now) {
    rest.makeReady(now);
  }

  @Override
  public LogPruning pruning(LogRetention retention, Instant now) {
    return rest.pruning(retention, now);
  }

  @Override
  public Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return rest.find(reach, id);
  }

  @Override
  public Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return rest.list(reach, filter, page);
  }

  @Override
  public UsageStore usage() {
    return rest.usage();
  }
}
