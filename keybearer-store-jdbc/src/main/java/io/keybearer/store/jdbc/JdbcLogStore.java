package io.keybearer.store.jdbc;

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

/**
 * The request log: which piece of work runs how. {@link LogWrites} and {@link LogReads} hold the
 * statements. Safe for concurrent use.
 */
final class JdbcLogStore implements LogStore {
  private final Database database;
  private final UsageStore usage;
  private final LogUpkeep upkeep;

  JdbcLogStore(Database database) {
    this.database = database;
    this.usage = new JdbcUsage(database);
    this.upkeep = database.dialect().upkeep(database);
  }

  @Override
  public List<LogId> append(List<LogEntry> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    upkeep.expect(batch);
    return database.transaction(session -> LogWrites.append(session, batch));
  }

  @Override
  public List<LogId> append(List<LogEntry> batch, SpoolStep step) {
    upkeep.expect(batch);
    return database.transaction(session -> SpoolWrites.append(session, batch, step));
  }

  @Override
  public OptionalLong spoolPosition(SpoolId spool) {
    return database.read(session -> Spools.position(session, spool));
  }

  @Override
  public void forgetSpool(SpoolId spool) {
    database.writeAlone(session -> Spools.forget(session, spool));
  }

  @Override
  public List<LogId> retryKept(Instant now) {
    return database.read(session -> KeptCompletions.anyDue(session, now))
        ? database.transaction(session -> SpoolWrites.retry(session, now))
        : List.of();
  }

  @Override
  public void makeReady(Instant now) {
    upkeep.makeReady(now);
  }

  @Override
  public LogPruning pruning(LogRetention retention, Instant now) {
    return upkeep.pruning(retention, now);
  }

  @Override
  public Optional<ApiKeyLog> find(Reach reach, LogId id) {
    return database.read(session -> LogReads.find(session, reach, id));
  }

  @Override
  public Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    return database.reading(session -> LogReads.list(session, reach, filter, page));
  }

  @Override
  public UsageStore usage() {
    return usage;
  }
}
