package io.keybearer.store.jdbc;

import io.keybearer.key.CompanyId;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the change feed. */
final class Feed {
  // The row stays locked until the transaction ends, so numbers are in the order of commits.
  private static final String TAKE_NUMBERS =
      "UPDATE keybearer_feed SET sequence = sequence + ? WHERE id = 1 RETURNING sequence";

  private static final String INSERT =
      "INSERT INTO keybearer_change (sequence, company_id, lookup, at) VALUES (?, ?, ?, ?)";

  // One statement, so that the head and the changes are of one moment.
  private static final String READ = """
      SELECT f.epoch, f.sequence AS head, c.sequence, c.company_id, c.lookup
      FROM keybearer_feed f
      LEFT JOIN (
        SELECT n.sequence, n.company_id, n.lookup
        FROM keybearer_change n
        WHERE n.sequence > ?
        ORDER BY n.sequence
        LIMIT ?) c ON TRUE
      WHERE f.id = 1
      ORDER BY c.sequence
      """;

  private static final String TRIM = "DELETE FROM keybearer_change WHERE at < ?";

  private Feed() {}

  /** What a write concerns, before it has a number. */
  record Touched(CompanyId company, @Nullable String lookup) {}

  /** Adds rows as the last act of a transaction. */
  static List<Change> add(Session session, List<Touched> touched) throws SQLException {
    if (touched.isEmpty()) {
      return List.of();
    }
    Instant at = session.dialect().storeTime(session);
    long last = session
        .first(
            TAKE_NUMBERS + session.dialect().announced(),
            p -> p.number((long) touched.size()),
            row -> row.number("sequence"))
        .orElseThrow(() -> new SQLException("expected the feed's counter"));
    List<Change> changes = new ArrayList<>(touched.size());
    for (Touched thing : touched) {
      long number = last - touched.size() + changes.size() + 1;
      changes.add(new Change(number, thing.company(), thing.lookup()));
    }
    session.batch(
        INSERT,
        changes,
        (p, change) -> p.number(change.sequence())
            .uuid(change.company().value())
            .text(change.lookup())
            .instant(at));
    return changes;
  }

  static FeedReading read(Session session, long after, int most) throws SQLException {
    Instant storeTime = session.dialect().storeTime(session);
    List<Seen> rows = session.list(READ, p -> p.number(after).whole(Math.max(1, most)), Feed::seen);
    if (rows.isEmpty()) {
      throw new SQLException("expected the feed's counter");
    }
    List<Change> changes = new ArrayList<>();
    for (Seen row : rows) {
      if (row.change != null && changes.size() < most) {
        changes.add(row.change);
      }
    }
    return new FeedReading(rows.get(0).epoch, rows.get(0).head, changes, storeTime);
  }

  private static Seen seen(Row row) throws SQLException {
    Long number = row.numberOrNull("sequence");
    Change change = number == null
        ? null
        : new Change(number, new CompanyId(row.uuid("company_id")), row.textOrNull("lookup"));
    return new Seen(row.uuid("epoch"), row.number("head"), change);
  }

  private record Seen(UUID epoch, long head, @Nullable Change change) {}

  static int trim(Session session, Instant before) throws SQLException {
    return session.update(TRIM, p -> p.bound(before));
  }
}
