package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.policy.AddressRange;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.Cursor;
import io.keybearer.store.LogStore;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RowsMatching;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How log rows are found and listed. */
final class LogReads {
  private static final String ROWS = """
      SELECT l.id, l.api_key, l.prefix, l.company_id, l.endpoint, l.method, l.status_code,
        l.ip_address, l.user_agent, l.referer, l.request_data, l.response_data, l.execution_time,
        l.outcome, l.at, l.caller, l.completed
      FROM keybearer_api_key_log l
      """;

  private static final String NEWEST_FIRST = " ORDER BY l.id DESC LIMIT ?";

  /** How long a reading may take. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** How many rows are read at a time to be looked at here. */
  private static final int SIFTED = 1_000;

  /** How often, which takes about as long as a reading may. */
  private static final int MOST_SIFTINGS = 2_000;

  /** The greatest time that an id holds: 48 bits. */
  private static final long MOST_MILLIS = (1L << 48) - 1;

  private static final Instant LAST = Instant.ofEpochMilli(MOST_MILLIS);

  private LogReads() {}

  static Optional<ApiKeyLog> find(Session session, Reach reach, LogId id) throws SQLException {
    Conditions conditions =
        new Conditions().uuid("l.id = ?", id.value()).within(reach, "l.company_id = ?");
    return session.first(ROWS + conditions.where(), conditions::bind, LogReads::row);
  }

  /** Rows newest first, from a place on. */
  static Page<ApiKeyLog> list(Session session, Reach reach, LogFilter filter, PageRequest page)
      throws SQLException {
    List<ApiKeyLog> rows = hasSeveralAddresses(filter)
        ? sifted(session, reach, filter, page)
        : rows(session, reach, filter, page.after(), page.size() + 1);
    return Page.cut(rows, page.size(), row -> new Cursor(row.id().value()));
  }

  /** No database compares texts of addresses with a range: rows are read and looked at here. */
  private static List<ApiKeyLog> sifted(
      Session session, Reach reach, LogFilter filter, PageRequest page) throws SQLException {
    RowsMatching wanted = new RowsMatching(reach, filter);
    List<ApiKeyLog> found = new ArrayList<>();
    Cursor after = page.after();
    for (int pieces = 1; found.size() <= page.size(); pieces++) {
      List<ApiKeyLog> some = rows(session, reach, filter, after, SIFTED);
      some.stream().filter(wanted).limit(page.size() + 1L - found.size()).forEach(found::add);
      if (some.size() < SIFTED) {
        break;
      }
      if (pieces == MOST_SIFTINGS) {
        throw new KeybearerException(ProblemCode.RANGE_TOO_WIDE);
      }
      after = new Cursor(some.get(SIFTED - 1).id().value());
    }
    return found;
  }

  private static List<ApiKeyLog> rows(
      Session session, Reach reach, LogFilter filter, @Nullable Cursor after, int most)
      throws SQLException {
    Conditions conditions = matching(session.dialect(), filter)
        .within(reach, "l.company_id = ?")
        .uuid("l.id < ?", after == null ? null : after.id());
    return session
        .within(LONGEST)
        .list(
            ROWS + conditions.where() + NEWEST_FIRST,
            p -> {
              conditions.bind(p);
              p.whole(most);
            },
            LogReads::row);
  }

  private static boolean hasSeveralAddresses(LogFilter filter) {
    AddressRange range = filter.addresses();
    return range != null && !range.equals(AddressRange.of(range.network()));
  }

  private static Conditions matching(Dialect dialect, LogFilter filter) {
    ApiKeyId key = filter.apiKey();
    CompanyId company = filter.company();
    ApiKeyId caller = filter.caller();
    AddressRange range = filter.addresses();
    return new Conditions()
        .uuid("l.api_key = ?", key == null ? null : key.value())
        .uuid("l.company_id = ?", company == null ? null : company.value())
        .text("l.prefix = ?", filter.prefix())
        .among("l.outcome IN (%s)", filter.outcomes())
        .whole("l.status_code >= ?", filter.statusFrom())
        .whole("l.status_code <= ?", filter.statusTo())
        .text("l.method = ?", filter.method())
        .prefix("substr(l.endpoint, 1, ?) = ?", filter.endpointPrefix())
        .text("l.endpoint = ?", filter.endpoint())
        .text(
            "l.ip_address = ?",
            range == null || hasSeveralAddresses(filter) ? null : range.toString())
        .part(dialect.holds("l.user_agent"), filter.userAgent())
        .part(dialect.holds("l.referer"), filter.referer())
        .real("l.execution_time >= ?", filter.leastMillis())
        .uuid("l.caller = ?", caller == null ? null : caller.value())
        .truth("l.completed = ?", filter.completed())
        .uuid("l.id >= ?", earliest(filter.from()))
        .uuid("l.id <= ?", latest(filter.until()))
        .bound("l.at >= ?", filter.from())
        .bound("l.at < ?", filter.until());
  }

  /** The first id that a row of this instant or a later one can have, see {@link LogStore#list}. */
  static @Nullable UUID earliest(@Nullable Instant from) {
    return from == null ? null : new UUID(millis(from, LogStore.ASTRAY.negated()) << 16, 0);
  }

  private static @Nullable UUID latest(@Nullable Instant until) {
    return until == null ? null : new UUID(millis(until, LogStore.ASTRAY) << 16 | 0xFFFF, -1L);
  }

  private static long millis(Instant at, Duration astray) {
    if (at.isBefore(Instant.EPOCH)) {
      return Math.max(0, astray.toMillis());
    }
    long millis = at.isAfter(LAST) ? MOST_MILLIS : at.toEpochMilli();
    return Math.max(0, Math.min(millis + astray.toMillis(), MOST_MILLIS));
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
