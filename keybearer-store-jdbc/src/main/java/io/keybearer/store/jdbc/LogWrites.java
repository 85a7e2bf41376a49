package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How batches of log entries are written.
 *
 * <p>What a client wrote (endpoint, method, user agent, referer, data) may hold characters that cannot be
 * stored; they become U+FFFD, since one such row must not refuse its batch.
 */
final class LogWrites {
  // A row already there is left alone: a batch may be written again after a crash.
  private static final String INSERT = """
      INSERT INTO keybearer_api_key_log (
        id, api_key, prefix, company_id, endpoint, method, status_code, ip_address, user_agent,
        referer, request_data, response_data, execution_time, outcome, at, caller, completed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

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

  /** Writes runs of rows and runs of completions, each as one batch of statements, in order. */
  static List<LogId> append(Session session, List<LogEntry> batch) throws SQLException {
    List<ApiKeyLog> rows = new ArrayList<>();
    List<LogEntry.Completion> completions = new ArrayList<>();
    List<LogId> refused = new ArrayList<>();
    UsageCount count = new UsageCount(session);
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Row made) {
        complete(session, completions, refused, count);
        rows.add(made.row());
      } else if (entry instanceof LogEntry.Completion completion) {
        insert(session, rows, count);
        completions.add(completion);
      }
    }
    insert(session, rows, count);
    complete(session, completions, refused, count);
    count.keep();
    return refused;
  }

  private static void insert(Session session, List<ApiKeyLog> rows, UsageCount count)
      throws SQLException {
    count.before(rows);
    session.batch(INSERT, rows, LogWrites::bind);
    rows.clear();
  }

  private static void bind(Parameters p, ApiKeyLog row) throws SQLException {
    p.uuid(row.id().value()).uuid(row.apiKey().value()).text(row.prefix());
    p.uuid(row.company().value()).text(storable(row.endpoint())).text(storable(row.method()));
    p.whole(row.statusCode()).text(row.ipAddress());
    p.text(storable(row.userAgent())).text(storable(row.referer()));
    p.text(storable(row.requestData())).text(storable(row.responseData()));
    p.real(row.executionTime());
    p.text(row.outcome()).instant(row.at()).uuid(callerOrNull(row.caller()));
    p.truth(row.completed());
  }

  private static void complete(
      Session session, List<LogEntry.Completion> completions, List<LogId> refused, UsageCount count)
      throws SQLException {
    int[] changed = session.batch(
        COMPLETE,
        completions,
        (p, completion) -> p.whole(completion.statusCode())
            .text(storable(completion.requestData()))
            .text(storable(completion.responseData()))
            .real(completion.executionTime())
            .uuid(completion.id().value())
            .uuid(callerOrNull(completion.caller())));
    List<LogEntry.Completion> applied = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        refused.add(completions.get(i).id());
      } else {
        applied.add(completions.get(i));
      }
    }
    count.after(applied);
    completions.clear();
  }

  static @Nullable String storable(@Nullable String text) {
    return text == null ? null : StorableText.of(text);
  }

  private static @Nullable UUID callerOrNull(@Nullable ApiKeyId caller) {
    return caller == null ? null : caller.value();
  }
}
