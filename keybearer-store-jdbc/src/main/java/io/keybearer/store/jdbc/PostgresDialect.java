package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.store.ChangeChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: row locks and advisory locks, time from its own clock. */
final class PostgresDialect implements Dialect {
  private static final String LOCK_NUMBER = "SELECT pg_advisory_xact_lock(?) IS NULL AS waited";

  private static final String STORE_TIME = "SELECT clock_timestamp() AS store_time";

  private static final String HAS_TABLE = "SELECT to_regclass(?) IS NOT NULL AS present";

  @Override
  public String folder() {
    return "postgres";
  }

  @Override
  public Dialect ofLog() {
    return this;
  }

  @Override
  public boolean writesOneAtATime() {
    return false;
  }

  @Override
  public void settle(Connection connection) {
    // Nothing: a transaction says itself what it needs.
  }

  @Override
  public int waitAtMost(Connection connection, int millis) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, millis);
    return before;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    // Whatever the pool's default: under a stricter level, everyone who waited for the feed's
    // counter would fail.
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    }
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    connection.rollback();
  }

  @Override
  public void lockNumber(Session session, long number) throws SQLException {
    session.first(LOCK_NUMBER, p -> p.number(number), row -> row.truth("waited"));
  }

  @Override
  public String lockedKey() {
    return " FOR NO KEY UPDATE OF k";
  }

  @Override
  public String lockedCompany() {
    return " FOR NO KEY UPDATE OF c";
  }

  @Override
  public String lockedCompanyAndItsKeys() {
    // Stronger than the lock that a foreign key takes on the row it names.
    return " FOR UPDATE OF c";
  }

  @Override
  public String announced() {
    return ", pg_notify('keybearer_feed_' || 'keybearer_feed'::regclass::oid, '') AS announced";
  }

  @Override
  public ChangeChannel listen(Connector connector, Runnable wake) {
    return PostgresChannel.open(connector, wake);
  }

  @Override
  public String holds(String column) {
    // Under the collation "C", lower() touches ASCII alone, as SQLite's does.
    return "strpos(lower(" + column + " COLLATE \"C\"), ?) > 0";
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
  }

  @Override
  public Instant storeTime(Session session) throws SQLException {
    return session
        .first(STORE_TIME, p -> {}, row -> row.instant("store_time"))
        .orElseThrow(() -> new SQLException("expected the time of the database's host"))
        .truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Set<LogId> insertRows(Session session, List<ApiKeyLog> rows) throws SQLException {
    return PostgresRows.insert(session, rows);
  }

  @Override
  public LogUpkeep upkeep(Database log) {
    return new PostgresUpkeep(log);
  }

  @Override
  public boolean hasTable(Session session, String table) throws SQLException {
    return session
        .first(HAS_TABLE, p -> p.text(table), row -> row.truth("present"))
        .orElse(false);
  }

  @Override
  public Failure failure(SQLException exception) {
    String state = Objects.requireNonNullElse(exception.getSQLState(), "");
    String message = Objects.requireNonNullElse(exception.getMessage(), "");
    return switch (state) {
      case "40001", "40P01" -> Failure.RETRY;
      case "23505" -> {
        if (message.contains("keybearer_api_key_live_name")) {
          yield Failure.NAME_TAKEN;
        }
        if (message.contains("keybearer_company_slug")) {
          yield Failure.SLUG_TAKEN;
        }
        yield message.contains("keybearer_api_key_log") ? Failure.ROW_THERE : Failure.UNAVAILABLE;
      }
      default -> Failure.UNAVAILABLE;
    };
  }

  @Override
  public void setUuid(PreparedStatement statement, int index, @Nullable UUID value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.OTHER);
    } else {
      statement.setObject(index, value);
    }
  }

  @Override
  public void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, OffsetDateTime.ofInstant(value, ZoneOffset.UTC));
    }
  }

  @Override
  public @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  @Override
  public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
