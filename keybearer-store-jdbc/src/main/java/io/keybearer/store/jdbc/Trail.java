package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.store.Cursor;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Reads and writes the administrators' audit trail. */
final class Trail {
  private static final String EVENTS = """
      SELECT e.id, e.at, e.actor, e.action, e.company_id, e.api_key, e."user", e."before",
        e."after"
      FROM keybearer_key_event e
      """;

  private static final String NEWEST_FIRST = " ORDER BY e.id DESC LIMIT ?";

  private static final String INSERT = """
      INSERT INTO keybearer_key_event (
        id, at, actor, action, company_id, api_key, "user", "before", "after")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private Trail() {}

  static Page<KeyEvent> list(Session session, Reach reach, PageRequest page) throws SQLException {
    Conditions conditions =
        new Conditions().within(reach, "e.company_id = ?").after(page, "e.id < ?");
    List<KeyEvent> rows = session.list(
        EVENTS + conditions.where() + NEWEST_FIRST,
        p -> {
          conditions.bind(p);
          p.whole(page.size() + 1);
        },
        Trail::event);
    return Page.cut(rows, page.size(), event -> new Cursor(event.id()));
  }

  private static KeyEvent event(Row row) throws SQLException {
    UUID key = row.uuidOrNull("api_key");
    return new KeyEvent(
        row.uuid("id"),
        row.instant("at"),
        row.text("actor"),
        row.text("action"),
        new CompanyId(row.uuid("company_id")),
        key == null ? null : new ApiKeyId(key),
        row.textOrNull("user"),
        JsonColumn.map(row.text("before")),
        JsonColumn.map(row.text("after")));
  }

  static void insert(Session session, KeyEvent event) throws SQLException {
    ApiKeyId key = event.apiKey();
    session.update(INSERT, p -> {
      p.uuid(event.id()).instant(event.at()).text(event.actor()).text(event.action());
      p.uuid(event.company().value()).uuid(key == null ? null : key.value());
      p.text(event.user());
      p.text(JsonColumn.ofMap(event.before())).text(JsonColumn.ofMap(event.after()));
    });
  }
}
