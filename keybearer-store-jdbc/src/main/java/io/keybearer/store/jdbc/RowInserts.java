package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Log rows as a batch of statements, one a row. */
final class RowInserts {
  private static final String INSERT = """
      INSERT INTO keybearer_api_key_log (
        id, api_key, company_id, caller, at, execution_time, status_code, completed, prefix,
        outcome, method, endpoint, ip_address, user_agent, referer, request_data, response_data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_OR_LEAVE = INSERT + "ON CONFLICT (id) DO NOTHING";

  private RowInserts() {}

  /** Writes rows of which none must be there. */
  static void insert(Session session, List<ApiKeyLog> rows) throws SQLException {
    session.batch(INSERT, rows, RowInserts::bind);
  }

  /** Writes rows where a database says of each statement of a batch what it changed. */
  static Set<LogId> insertOrLeave(Session session, List<ApiKeyLog> rows) throws SQLException {
    int[] changed = session.batch(INSERT_OR_LEAVE, rows, RowInserts::bind);
    Set<LogId> there = new HashSet<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        there.add(rows.get(i).id());
      }
    }
    return there;
  }

  private static void bind(Parameters p, ApiKeyLog row) throws SQLException {
    p.uuid(row.id().value()).uuid(row.apiKey().value()).uuid(row.company().value());
    p.uuid(LogWrites.valueOrNull(row.caller())).instant(row.at());
    p.real(row.executionTime()).whole(row.statusCode()).truth(row.completed());
    p.text(row.prefix()).text(row.outcome());
    p.nearestText(row.method()).nearestText(row.endpoint()).text(row.ipAddress());
    p.nearestText(row.userAgent()).nearestText(row.referer());
    p.nearestText(row.requestData()).nearestText(row.responseData());
  }
}
