package io.keybearer.benchmarks.log;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.store.LogStore;
import java.sql.SQLException;
import java.util.List;

/**
 * One way to write rows.
 *
 * @param name what figures are called
 * @param writing writes a batch in a transaction of its own
 */
record Contender(String name, Writing writing) {
  /** Writes a batch. */
  @FunctionalInterface
  interface Writing {
    void write(List<ApiKeyLog> batch) throws SQLException;
  }

  /** The store's own way. */
  static Contender of(LogStore log) {
    return new Contender("the store", batch -> {
      List<LogEntry> entries = batch.stream().<LogEntry>map(LogEntry.Row::new).toList();
      if (!log.append(entries).isEmpty()) {
        throw new IllegalStateException("rows have nothing to refuse");
      }
    });
  }
}
