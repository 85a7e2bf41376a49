package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.limit.Quota;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Quota counters and the leases of background jobs: each taken by one atomic statement. */
final class Counters {
  private static final String USED =
      "SELECT q.used FROM keybearer_quota_use q WHERE q.counter = ? AND q.period_start = ?";

  private static final String TAKE = """
      INSERT INTO keybearer_quota_use (counter, period_start, used)
      VALUES (?, ?, ?)
      ON CONFLICT (counter, period_start) DO UPDATE
      SET used = keybearer_quota_use.used + excluded.used
      WHERE keybearer_quota_use.used <= ?
      RETURNING used
      """;

  private static final String DROP = "DELETE FROM keybearer_quota_use WHERE period_start < ?";

  private static final String LEASE = """
      INSERT INTO keybearer_job (name, holder, leased_until)
      VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE
      SET holder = excluded.holder, leased_until = excluded.leased_until
      WHERE keybearer_job.holder = excluded.holder OR keybearer_job.leased_until <= ?
      RETURNING holder
      """;

  private Counters() {}

  /** Looks at what is used, if {@code cost} more would still be within the quota. */
  static OptionalLong look(Session session, ApiKeyId counter, Quota quota, Instant periodStart)
      throws SQLException {
    long used = session
        .first(USED, p -> p.uuid(counter.value()).instant(periodStart), row -> row.number("used"))
        .orElse(0L);
    return used <= quota.amount() ? OptionalLong.of(used) : OptionalLong.empty();
  }

  static OptionalLong take(
      Session session, ApiKeyId counter, Quota quota, Instant periodStart, long cost)
      throws SQLException {
    if (cost > quota.amount()) {
      return OptionalLong.empty();
    }
    return session
        .first(
            TAKE,
            p -> p.uuid(counter.value())
                .instant(periodStart)
                .number(cost)
                .number(quota.amount() - cost),
            row -> row.number("used"))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  static int drop(Session session, Instant before) throws SQLException {
    return session.update(DROP, p -> p.bound(before));
  }

  static boolean lease(Session session, String job, String holder, Duration length)
      throws SQLException {
    Instant now = session.dialect().storeTime(session);
    return session
        .first(
            LEASE,
            p -> p.text(job).text(holder).instant(now.plus(length)).instant(now),
            row -> row.text("holder"))
        .isPresent();
  }
}
