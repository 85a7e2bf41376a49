package io.keybearer.store.jdbc;

import io.keybearer.log.LogEntry;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import java.time.Instant;
import java.util.List;

/** One table for all days: rows leave it some at a time, and others take their place in the file. */
record SqliteUpkeep(Database database) implements LogUpkeep {
  @Override
  public void expect(List<LogEntry> batch) {
    // The table is there.
  }

  @Override
  public void makeReady(Instant now) {
    // The table is there.
  }

  @Override
  public LogPruning pruning(LogRetention retention, Instant now) {
    RowPruning rows = new RowPruning(database, retention, now);
    rows.shorterThanUsual();
    rows.rest(RowPruning.WHOLE_LOG);
    return rows;
  }
}
