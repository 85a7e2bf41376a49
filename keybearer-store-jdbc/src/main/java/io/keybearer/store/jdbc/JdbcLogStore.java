package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.store.Cursor;
import io.keybearer.store.LogStore;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request log. Safe for concurrent use.
 *
 * <p>What a client wrote (endpoint, method, user agent, referer) may hold characters that cannot be
 * stored; they become U+FFFD, since one such row must not refuse its batch.
 */
final class JdbcLogStore implements LogStore {
  // A row already there is left alone: a batch may be written again after a crash.
  private static final String INSERT = """
      INSERT INTO keybearer_api_key_log (
        id, api_key, prefix, company_id, endpoint, method, status_code, ip_address, user_agent,
        referer, execution_time, outcome, at, caller, completed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String COMPLETE = """
      UPDATE keybearer_api_key_log SET
        status_code = COALESCE(?, status_code),
        execution_time = COALESCE(?, execution_time),
        completed = TRUE
      WHERE id = ? AND NOT completed AND caller IS NOT DISTINCT FROM ?
      """;

  private static final String ROWS = """
      SELECT l.id, l.api_key, l.prefix, l.company_id, l.endpoint, l.method, l.status_code,
        l.ip_address, l.user_agent, l.referer, l.execution_time, l.outcome, l.at, l.caller,
        l.completed
      FROM keybearer_api_key_log l
      """;

  private static final String NEWEST_FIRST = " ORDER BY l.id DESC LIMIT ?";

  private final Database database;

  JdbcLogStore(Database database) {
    this.database = database;
  }

  @Override
  public List<LogId> append(List<LogEntry> batch) {
    return batch.isEmpty() ? List.of() : database.transaction(session -> append(session, batch));
  }

  /** Writes runs of rows and runs of completions, each as one batch of statements, in order. */
  private static List<LogId> append(Session session, List<LogEntry> batch) throws SQLException {
    List<ApiKeyLog> rows = new ArrayList<>();
    List<LogEntry.Completion> completions = new ArrayList<>();
    List<LogId> refused = new ArrayList<>();
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Row made) {
        complete(session, completions, refused);
        rows.add(made.row());
      } else if (entry instanceof LogEntry.Completion completion) {
        insert(session, rows);
        completions.add(completion);
      }
    }
    insert(session, rows);
    complete(session, completions, refused);
    return refused;
  }

  private static void insert(Session session, List<ApiKeyLog> rows) throws SQLException {
    session.batch(INSERT, rows, JdbcLogStore::bind);
    rows.clear();
  }

  private static void bind(Parameters p, ApiKeyLog row) throws SQLException {
    p.uuid(row.id().value()).uuid(row.apiKey().value()).text(row.prefix());
    p.uuid(row.company().value()).text(storable(row.endpoint())).text(storable(row.method()));
    p.whole(row.statusCode()).text(row.ipAddress());
    p.text(storable(row.userAgent())).text(storable(row.referer())).real(row.executionTime());
    p.text(row.outcome()).instant(row.at()).uuid(callerOrNull(row.caller()));
    p.truth(row.completed());
  }

  private static void complete(
      Session session, List<LogEntry.Completion> completions, List<LogId> refused)
      throws SQLException {
    int[] changed = session.batch(
        COMPLETE,
        completions,
        (p, completion) -> p.whole(completion.statusCode())
            .real(completion.executionTime())
            .uuid(completion.id().value())
            .uuid(callerOrNull(completion.caller())));
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        refused.add(completions.get(i).id());
      }
    }
    completions.clear();
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : StorableText.of(text);
  }

  private static @Nullable UUID callerOrNull(@Nullable ApiKeyId caller) {
    return caller == null ? null : caller.value();
  }

  @Override
  public Optional<ApiKeyLog> find(Reach reach, LogId id) {
    Conditions conditions =
        new Conditions().uuid("l.id = ?", id.value()).within(reach, "l.company_id = ?");
    return database.read(
        session -> session.first(ROWS + conditions.where(), conditions::bind, JdbcLogStore::row));
  }

  @Override
  public Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page) {
    Conditions conditions =
        matching(filter).within(reach, "l.company_id = ?").after(page, "l.id < ?");
    List<ApiKeyLog> rows = database.read(session -> session.list(
        ROWS + conditions.where() + NEWEST_FIRST,
        p -> {
          conditions.bind(p);
          p.whole(page.size() + 1);
        },
        JdbcLogStore::row));
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
        row.realOrNull("execution_time"),
        row.text("outcome"),
        row.instant("at"),
        caller == null ? null : new ApiKeyId(caller),
        row.truth("completed"));
  }
}
