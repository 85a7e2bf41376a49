package io.keybearer.store.jdbc;

import io.keybearer.log.SpoolId;
import io.keybearer.log.SpoolMovedException;
import io.keybearer.log.SpoolStep;
import java.sql.SQLException;
import java.util.OptionalLong;

/** How far spools of log entries are written. */
final class Spools {
  // The first statement of its transaction, so that a batch whose answer was lost on the way, and
  // which may still be running, comes wholly before this one or not at all.
  private static final String STEP = """
      INSERT INTO keybearer_log_spool (spool, position, at)
      VALUES (?, ?, ?)
      ON CONFLICT (spool) DO UPDATE SET position = excluded.position, at = excluded.at
      WHERE keybearer_log_spool.position = ?
      """;

  private static final String POSITION =
      "SELECT s.position FROM keybearer_log_spool s WHERE s.spool = ?";

  private static final String FORGET = "DELETE FROM keybearer_log_spool WHERE spool = ?";

  private Spools() {}

  /**
   * Notes a step.
   *
   * @throws SpoolMovedException when the spool stands elsewhere
   */
  static void step(Session session, SpoolStep step) throws SQLException {
    int changed = session.update(
        STEP,
        p -> p.uuid(step.spool().value()).number(step.to()).instant(step.at()).number(step.from()));
    if (changed == 0) {
      throw new SpoolMovedException(step.spool());
    }
  }

  static OptionalLong position(Session session, SpoolId spool) throws SQLException {
    return session
        .first(POSITION, p -> p.uuid(spool.value()), row -> row.number("position"))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  static int forget(Session session, SpoolId spool) throws SQLException {
    return session.update(FORGET, p -> p.uuid(spool.value()));
  }
}
