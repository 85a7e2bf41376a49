package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageSeries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rows of {@code keybearer_usage_series}. Added to under one lock, see {@link UsageFolding}. */
final class UsageSeriesRows {
  private static final int TOGETHER = 32;

  private static final String OF_KEYS =
      """
      SELECT s.id, s.company_id, s.api_key, s.endpoint, s.method, s.status_code, s.outcome
      FROM keybearer_usage_series s WHERE s.api_key IN (%s)
      """.formatted(String.join(", ", Collections.nCopies(TOGETHER, "?")));

  private static final String ADD = """
      INSERT INTO keybearer_usage_series (
        company_id, api_key, endpoint, method, status_code, outcome)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private static final String NAMES = """
      SELECT DISTINCT s.endpoint FROM keybearer_usage_series s
      CROSS JOIN keybearer_usage u
      WHERE s.company_id = ? AND u.grain = ? AND u.part = ? AND u.series = s.id AND u.start = ?
      """;

  private UsageSeriesRows() {}

  /** The numbers of those of these series that have one. */
  static Map<UsageSeries, Long> find(Session session, Collection<UsageSeries> wanted)
      throws SQLException {
    Set<UUID> distinct = new LinkedHashSet<>();
    wanted.forEach(series -> distinct.add(series.apiKey().value()));
    List<UUID> keys = new ArrayList<>(distinct);
    Set<UsageSeries> asked = new HashSet<>(wanted);
    Map<UsageSeries, Long> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += TOGETHER) {
      List<UUID> some = keys.subList(from, Math.min(from + TOGETHER, keys.size()));
      session
          .list(OF_KEYS, p -> bindAll(p, some), row -> Map.entry(series(row), row.number("id")))
          .forEach(entry -> {
            if (asked.contains(entry.getKey())) {
              found.put(entry.getKey(), entry.getValue());
            }
          });
    }
    return found;
  }

  /** A place that is not needed asks for the last key again. */
  private static void bindAll(Parameters p, List<UUID> keys) throws SQLException {
    for (int i = 0; i < TOGETHER; i++) {
      p.uuid(keys.get(Math.min(i, keys.size() - 1)));
    }
  }

  static void add(Session session, Collection<UsageSeries> series) throws SQLException {
    session.batch(
        ADD,
        new ArrayList<>(series),
        (p, one) -> p.uuid(one.company().value())
            .uuid(one.apiKey().value())
            .text(one.endpoint())
            .text(one.method())
            .whole(one.status())
            .text(one.outcome()));
  }

  /** The names that a company's endpoints have on a day. */
  static Set<String> names(Session session, CompanyId company, long day) throws SQLException {
    return new HashSet<>(session.list(
        NAMES,
        p -> p.uuid(company.value()).whole(UsageGrain.DAY.minutes()).number(day).number(day),
        row -> row.text("endpoint")));
  }

  static UsageSeries series(Row row) throws SQLException {
    return new UsageSeries(
        new CompanyId(row.uuid("company_id")),
        new ApiKeyId(row.uuid("api_key")),
        row.text("endpoint"),
        row.text("method"),
        (int) row.number("status_code"),
        row.text("outcome"));
  }
}
