package io.keybearer.store.jdbc;

import io.keybearer.log.LogEntry;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import java.time.Instant;
import java.util.List;

/** What the table of log rows needs so that rows find their place in it and leave it again. */
interface LogUpkeep {
  /** Makes a place for the rows of a batch, where one is missing and can be had at once. */
  void expect(List<LogEntry> batch);

  /** Makes places for rows of today and the days to come. */
  void makeReady(Instant now);

  /** Begins to remove what is too old. */
  LogPruning pruning(LogRetention retention, Instant now);
}
