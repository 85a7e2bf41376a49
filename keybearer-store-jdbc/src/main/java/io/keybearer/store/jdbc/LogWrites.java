package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogEntry.Completion;
import io.keybearer.log.LogId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How batches of log entries are written.
 *
 * <p>What a client wrote (endpoint, method, user agent, referer, data) may hold characters that cannot be
 * stored; they become U+FFFD, since one such row must not refuse its batch.
 */
final class LogWrites {
  private static final String COMPLETE = """
      UPDATE keybearer_api_key_log SET
        status_code = COALESCE(?, status_code),
        request_data = COALESCE(?, request_data),
        response_data = COALESCE(?, response_data),
        execution_time = COALESCE(?, execution_time),
        completed = TRUE
      WHERE id = ? AND NOT completed AND caller IS NOT DISTINCT FROM ?
      """;

  private LogWrites() {}

  /** Writes entries as if one after the other, and says which completions did not apply. */
  static List<LogId> append(Session session, List<LogEntry> entries) throws SQLException {
    List<LogId> refused = new ArrayList<>();
    UsageCount count = new UsageCount(session);
    LogBatch batch = new LogBatch();
    for (LogEntry entry : entries) {
      if (!batch.takes(entry)) {
        write(session, batch, refused, count);
        batch = new LogBatch();
        batch.takes(entry);
      }
    }
    write(session, batch, refused, count);
    count.keep();
    return refused;
  }

  private static void write(Session session, LogBatch batch, List<LogId> refused, UsageCount count)
      throws SQLException {
    List<ApiKeyLog> rows = batch.rows();
    Set<LogId> there = rows.isEmpty() ? Set.of() : session.dialect().insertRows(session, rows);
    count.rows(rows, there);
    refused.addAll(batch.refused(there));
    complete(session, batch.completions(there), refused, count);
  }

  private static void complete(
      Session session, List<Completion> completions, List<LogId> refused, UsageCount count)
      throws SQLException {
    int[] changed = session.batch(
        COMPLETE,
        completions,
        (p, completion) -> p.whole(completion.statusCode())
            .nearestText(completion.requestData())
            .nearestText(completion.responseData())
            .real(completion.executionTime())
            .uuid(completion.id().value())
            .uuid(valueOrNull(completion.caller())));
    List<Completion> applied = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        refused.add(completions.get(i).id());
      } else {
        applied.add(completions.get(i));
      }
    }
    count.completions(applied);
  }

  static @Nullable UUID valueOrNull(@Nullable ApiKeyId caller) {
    return caller == null ? null : caller.value();
  }
}
