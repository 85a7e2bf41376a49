package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.usage.UsageDelta;
import io.keybearer.usage.UsageSeries;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Counts what one batch of the log writes, for the transaction of the batch. Used by one thread. */
final class UsageCount {
  private static final int TOGETHER = 64;
  private static final String PLACES = String.join(", ", Collections.nCopies(TOGETHER, "?"));

  private static final String SERIES = """
      SELECT l.id, l.at, l.company_id, l.api_key, l.endpoint, l.method, l.outcome
      FROM keybearer_api_key_log l WHERE l.id IN (%s)
      """.formatted(PLACES);

  private final Session session;
  private final UsageDelta delta = new UsageDelta();

  UsageCount(Session session) {
    this.session = session;
  }

  /** Counts rows that were just written, but for those that were there before. */
  void rows(List<ApiKeyLog> rows, Set<LogId> there) {
    for (ApiKeyLog row : rows) {
      if (!there.contains(row.id())) {
        delta.count(row);
      }
    }
  }

  /** A row's place among the counters, as long as it has no status. */
  private record Open(UUID id, Instant at, UsageSeries series) {}

  /** Counts completions that were just applied. */
  void completions(List<LogEntry.Completion> applied) throws SQLException {
    Map<UUID, Open> rows = new HashMap<>();
    List<UUID> ids = applied.stream().map(completion -> completion.id().value()).toList();
    list(SERIES, ids, UsageCount::open).forEach(row -> rows.put(row.id, row));
    for (LogEntry.Completion completion : applied) {
      Open row = rows.get(completion.id().value());
      if (row == null) {
        throw new SQLException("expected a row that was just completed");
      }
      delta.complete(row.at, row.series, completion.statusCode(), completion.executionTime());
    }
  }

  /** Keeps what was counted. */
  void keep() throws SQLException {
    UsageDeltas.add(session, delta);
  }

  private <T> List<T> list(String sql, List<UUID> ids, Session.Mapping<T> mapping)
      throws SQLException {
    List<T> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += TOGETHER) {
      int start = from;
      found.addAll(session.list(
          sql,
          p -> {
            // A place that is not needed asks for the last id again.
            for (int i = 0; i < TOGETHER; i++) {
              p.uuid(ids.get(Math.min(start + i, ids.size() - 1)));
            }
          },
          mapping));
    }
    return found;
  }

  private static Open open(Row row) throws SQLException {
    return new Open(
        row.uuid("id"),
        row.instant("at"),
        UsageSeries.of(
            new CompanyId(row.uuid("company_id")),
            new ApiKeyId(row.uuid("api_key")),
            row.textOrNull("endpoint"),
            row.textOrNull("method"),
            null,
            row.text("outcome")));
  }
}
