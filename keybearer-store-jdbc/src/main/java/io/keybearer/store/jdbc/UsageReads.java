package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.store.UsageStore.Addresses;
import io.keybearer.usage.UsageDimension;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import io.keybearer.usage.UsageRow.Group;
import io.keybearer.usage.UsageTally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How counters are read. */
final class UsageReads {
  private static final String SUM = "CAST(SUM(u.requests) AS bigint) AS requests";
  private static final String NOT_ZERO = " HAVING SUM(u.requests) <> 0";

  private static final Map<UsageDimension, String> COLUMNS = new EnumMap<>(Map.of(
      UsageDimension.KEY, "s.api_key",
      UsageDimension.COMPANY, "s.company_id",
      UsageDimension.ENDPOINT, "s.endpoint",
      UsageDimension.METHOD, "s.method",
      UsageDimension.STATUS, "s.status_code",
      UsageDimension.OUTCOME, "s.outcome"));

  private static final String ADDRESSES = """
      SELECT count(*) AS looked_at, count(DISTINCT r.ip_address) AS addresses FROM (
        SELECT l.ip_address FROM keybearer_api_key_log l %s ORDER BY l.id DESC LIMIT ?) r
      """;

  private UsageReads() {}

  static List<UsageRow> read(Session session, Reach reach, UsageQuery query) throws SQLException {
    Map<Group, UsageTally> rows = sums(session, reach, query);
    if (query.latency() && !rows.isEmpty()) {
      addLatency(session, reach, query, rows);
    }
    List<UsageRow> list = new ArrayList<>();
    rows.forEach((group, tally) -> list.add(new UsageRow(group, tally)));
    return list;
  }

  private static Map<Group, UsageTally> sums(Session session, Reach reach, UsageQuery query)
      throws SQLException {
    List<String> columns = columns(query);
    UsageSource source = UsageSource.of(reach, query);
    String groups = String.join(", ", columns);
    String order = query.order() == UsageQuery.Order.REQUESTS
        ? "requests DESC" + (columns.isEmpty() ? "" : ", " + groups)
        : groups;
    String sql = source.with()
        + "SELECT "
        + (columns.isEmpty() ? "" : groups + ", ")
        + SUM
        + source.from()
        + (columns.isEmpty() ? "" : " GROUP BY " + groups)
        + NOT_ZERO
        + (order.isEmpty() ? "" : " ORDER BY " + order)
        + " LIMIT ?";
    Map<Group, UsageTally> rows = new java.util.LinkedHashMap<>();
    session
        .list(
            sql,
            p -> {
              source.bind(p);
              p.whole(query.most());
            },
            row -> Map.entry(group(row, query), row.number("requests")))
        .forEach(entry -> {
          UsageTally tally = new UsageTally();
          tally.add(entry.getValue());
          rows.put(entry.getKey(), tally);
        });
    return rows;
  }

  /** Adds the times to the rows that were found; read one counter at a time, since no database adds them. */
  private static void addLatency(
      Session session, Reach reach, UsageQuery query, Map<Group, UsageTally> rows)
      throws SQLException {
    List<String> columns = columns(query);
    UsageSource source = UsageSource.of(reach, query);
    String sql = source.with()
        + "SELECT "
        + (columns.isEmpty() ? "" : String.join(", ", columns) + ", ")
        + "u.latency"
        + source.from();
    session.each(sql, source::bind, row -> {
      byte[] latency = row.bytes("latency");
      UsageTally tally = latency.length == 0 ? null : rows.get(group(row, query));
      if (tally != null) {
        tally.latency().add(latency);
      }
    });
  }

  /** The rows of a key from an instant on, newest first, and one more than are looked at. */
  static Addresses addresses(Session session, Reach reach, ApiKeyId key, Instant since, int most)
      throws SQLException {
    Conditions conditions = new Conditions()
        .uuid("l.api_key = ?", key.value())
        .uuid("l.id >= ?", LogReads.earliest(since))
        .bound("l.at >= ?", since)
        .within(reach, "l.company_id = ?");
    return session
        .first(
            ADDRESSES.formatted(conditions.where()),
            p -> {
              conditions.bind(p);
              p.whole(most);
            },
            row -> new Addresses((int) row.number("addresses"), row.number("looked_at") < most))
        .orElse(new Addresses(0, true));
  }

  private static List<String> columns(UsageQuery query) {
    List<String> columns = new ArrayList<>();
    if (query.bySpan()) {
      columns.add("u.start");
    }
    COLUMNS.forEach((dimension, column) -> {
      if (query.groupBy().contains(dimension)) {
        columns.add(column);
      }
    });
    return columns;
  }

  private static Group group(Row row, UsageQuery query) throws SQLException {
    var by = query.groupBy();
    return new Group(
        query.bySpan() ? (Long) row.number("start") : null,
        by.contains(UsageDimension.COMPANY) ? new CompanyId(row.uuid("company_id")) : null,
        by.contains(UsageDimension.KEY) ? new ApiKeyId(row.uuid("api_key")) : null,
        by.contains(UsageDimension.ENDPOINT) ? row.text("endpoint") : null,
        by.contains(UsageDimension.METHOD) ? row.text("method") : null,
        by.contains(UsageDimension.STATUS) ? (Integer) (int) row.number("status_code") : null,
        by.contains(UsageDimension.OUTCOME) ? row.text("outcome") : null);
  }
}
