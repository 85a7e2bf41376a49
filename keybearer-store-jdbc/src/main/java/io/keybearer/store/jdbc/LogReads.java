package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.store.Cursor;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How log rows are found and listed. */
final class LogReads {
  private static final String ROWS = """
      SELECT l.id, l.api_key, l.prefix, l.company_id, l.endpoint, l.method, l.status_code,
        l.ip_address, l.user_agent, l.referer, l.request_data, l.response_data, l.execution_time,
        l.outcome, l.at, l.caller, l.completed
      FROM keybearer_api_key_log l
      """;

  private static final String NEWEST_FIRST = " ORDER BY l.id DESC LIMIT ?";

  private LogReads() {}

  static Optional<ApiKeyLog> find(Session session, Reach reach, LogId id) throws SQLException {
    Conditions conditions =
        new Conditions().uuid("l.id = ?", id.value()).within(reach, "l.company_id = ?");
    return session.first(ROWS + conditions.where(), conditions::bind, LogReads::row);
  }

  static Page<ApiKeyLog> list(Session session, Reach reach, LogFilter filter, PageRequest page)
      throws SQLException {
    Conditions conditions =
        matching(filter).within(reach, "l.company_id = ?").after(page, "l.id < ?");
    List<ApiKeyLog> rows = session.list(
        ROWS + conditions.where() + NEWEST_FIRST,
        p -> {
          conditions.bind(p);
          p.whole(page.size() + 1);
        },
        LogReads::row);
    return Page.cut(rows, page.size(), row -> new Cursor(row.id().value()));
  }

  private static Conditions matching(LogFilter filter) {
    ApiKeyId key = filter.apiKey();
    CompanyId company = filter.company();
    return new Conditions()
        .uuid("l.api_key = ?", key == null ? null : key.value())
        .uuid("l.company_id = ?", company == null ? null : company.value())
        .text("l.outcome = ?", filter.outcome())
        .whole("l.status_code >= ?", filter.statusFrom())
        .whole("l.status_code <= ?", filter.statusTo())
        .text("l.method = ?", filter.method())
        .prefix("substr(l.endpoint, 1, ?) = ?", filter.endpointPrefix())
        .text("l.ip_address = ?", filter.ipAddress())
        .bound("l.at >= ?", filter.from())
        .bound("l.at < ?", filter.until());
  }

  private static ApiKeyLog row(Row row) throws SQLException {
    UUID caller = row.uuidOrNull("caller");
    return new ApiKeyLog(
        new LogId(row.uuid("id")),
        new ApiKeyId(row.uuid("api_key")),
        row.text("prefix"),
        new CompanyId(row.uuid("company_id")),
        row.textOrNull("endpoint"),
        row.textOrNull("method"),
        row.wholeOrNull("status_code"),
        row.textOrNull("ip_address"),
        row.textOrNull("user_agent"),
        row.textOrNull("referer"),
        row.textOrNull("request_data"),
        row.textOrNull("response_data"),
        row.realOrNull("execution_time"),
        row.text("outcome"),
        row.instant("at"),
        caller == null ? null : new ApiKeyId(caller),
        row.truth("completed"));
  }
}
