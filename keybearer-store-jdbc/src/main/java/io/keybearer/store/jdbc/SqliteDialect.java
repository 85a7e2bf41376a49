package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.store.ChangeChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * SQLite: one writer at a time, and the host's clock is the store's clock. Connections stay in
 * auto-commit mode and transactions are begun and ended in words: with {@code setAutoCommit(false)}
 * the driver would take the write lock again right after a commit, and hold it while idle.
 */
final class SqliteDialect implements Dialect {
  private static final String HAS_TABLE =
      "SELECT count(*) > 0 AS present FROM sqlite_schema WHERE type = 'table' AND name = ?";

  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int CONSTRAINT = 19;

  private static final int SETTLING_ATTEMPTS = 250;
  private static final Duration SETTLING_PAUSE = Duration.ofMillis(20);

  private final Clock clock;
  private final SqliteForm form;

  SqliteDialect(Clock clock) {
    this(clock, SqliteForm.READABLE);
  }

  private SqliteDialect(Clock clock, SqliteForm form) {
    this.clock = clock;
    this.form = form;
  }

  @Override
  public Dialect ofLog() {
    return new SqliteDialect(clock, SqliteForm.COMPACT);
  }

  @Override
  public String folder() {
    return "sqlite";
  }

  @Override
  public boolean writesOneAtATime() {
    return true;
  }

  /** Turns the write-ahead log on, which lasts, and so lets readers in while somebody writes. */
  @Override
  public void settle(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int attempt = 1; !writesAhead(statement, "PRAGMA journal_mode"); attempt++) {
        // Turning it on does not wait for others as other statements do.
        if (turnedOn(statement, attempt == SETTLING_ATTEMPTS)) {
          return;
        }
        LockSupport.parkNanos(SETTLING_PAUSE.toNanos());
      }
    }
  }

  private boolean turnedOn(Statement statement, boolean last) throws SQLException {
    try {
      if (writesAhead(statement, "PRAGMA journal_mode = WAL")) {
        return true;
      }
      if (last) {
        throw new UnusableDatabaseException(
            "expected a SQLite database in a file, where a write-ahead log can be kept");
      }
      return false;
    } catch (SQLException others) {
      if (last || failure(others) != Failure.RETRY) {
        throw others;
      }
      return false;
    }
  }

  private static boolean writesAhead(Statement statement, String pragma) throws SQLException {
    try (ResultSet mode = statement.executeQuery(pragma)) {
      return mode.next() && "wal".equalsIgnoreCase(mode.getString(1));
    }
  }

  @Override
  public int waitAtMost(Connection connection, int millis) {
    // There is no line to it.
    return 0;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    execute(connection, "COMMIT");
  }

  @Override
  public void rollback(Connection connection) throws SQLException {
    execute(connection, "ROLLBACK");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void lockNumber(Session session, long number) {
    // Whoever is in a transaction is the only one who can write.
  }

  @Override
  public String lockedKey() {
    return "";
  }

  @Override
  public String lockedCompany() {
    return "";
  }

  @Override
  public String lockedCompanyAndItsKeys() {
    return "";
  }

  @Override
  public String announced() {
    return "";
  }

  @Override
  public @Nullable ChangeChannel listen(Connector connector, Runnable wake) {
    return null;
  }

  @Override
  public String holds(String column) {
    return "instr(lower(" + column + "), ?) > 0";
  }

  @Override
  public void beginReading(Connection connection) throws SQLException {
    execute(connection, "BEGIN");
  }

  @Override
  public Instant storeTime(Session session) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Set<LogId> insertRows(Session session, List<ApiKeyLog> rows) throws SQLException {
    return RowInserts.insertOrLeave(session, rows);
  }

  @Override
  public LogUpkeep upkeep(Database log) {
    return new SqliteUpkeep(log);
  }

  @Override
  public boolean hasTable(Session session, String table) throws SQLException {
    return session
        .first(HAS_TABLE, p -> p.text(table), row -> row.truth("present"))
        .orElse(false);
  }

  @Override
  public Failure failure(SQLException exception) {
    String message = Objects.requireNonNullElse(exception.getMessage(), "");
    return switch (exception.getErrorCode() & 0xff) {
      case BUSY, LOCKED -> Failure.RETRY;
      case CONSTRAINT -> {
        if (message.contains("keybearer_api_key.company_id, keybearer_api_key.name")) {
          yield Failure.NAME_TAKEN;
        }
        yield message.contains("keybearer_company.slug") ? Failure.SLUG_TAKEN : Failure.UNAVAILABLE;
      }
      default -> Failure.UNAVAILABLE;
    };
  }

  @Override
  public void setUuid(PreparedStatement statement, int index, @Nullable UUID value)
      throws SQLException {
    if (value == null) {
      SqliteForm.setNull(statement, index);
    } else {
      form.set(statement, index, value);
    }
  }

  @Override
  public void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException {
    if (value == null) {
      SqliteForm.setNull(statement, index);
    } else {
      form.set(statement, index, value);
    }
  }

  @Override
  public @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
    return form.uuid(row, column);
  }

  @Override
  public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    return form.instant(row, column);
  }
}
