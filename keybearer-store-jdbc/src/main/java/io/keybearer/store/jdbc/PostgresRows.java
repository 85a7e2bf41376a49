package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Log rows by COPY in its binary form, or as a batch of statements through connections that do not
 * let the driver's own be reached. COPY knows no conflict: when a row is there, which is rare, the
 * table is asked which are, and the others are copied again.
 */
final class PostgresRows {
  private static final String COPY = """
      COPY keybearer_api_key_log (
        id, api_key, company_id, caller, at, execution_time, status_code, completed, prefix,
        outcome, method, endpoint, ip_address, user_agent, referer, request_data, response_data)
      FROM STDIN (FORMAT binary)
      """;

  private static final String THERE =
      "SELECT l.id FROM keybearer_api_key_log l WHERE l.id = ANY (?)";

  // Others may write the same rows meanwhile, but each time some of them are there.
  private static final int ATTEMPTS = 10;

  private PostgresRows() {}

  /** Writes rows, each with an id of its own, and says which were there and were left alone. */
  static Set<LogId> insert(Session session, List<ApiKeyLog> rows) throws SQLException {
    Set<LogId> there = new HashSet<>();
    List<ApiKeyLog> fresh = rows;
    for (int attempt = 1; !fresh.isEmpty(); attempt++) {
      session.execute("SAVEPOINT keybearer_rows");
      try {
        write(session, fresh);
        return there;
      } catch (SQLException failure) {
        if (attempt == ATTEMPTS || session.dialect().failure(failure) != Failure.ROW_THERE) {
          throw failure;
        }
        session.execute("ROLLBACK TO SAVEPOINT keybearer_rows");
      }
      there.addAll(there(session.connection(), fresh));
      fresh = rows.stream().filter(row -> !there.contains(row.id())).toList();
    }
    return there;
  }

  private static void write(Session session, List<ApiKeyLog> rows) throws SQLException {
    PGConnection driver = driverOf(session.connection());
    if (driver == null) {
      RowInserts.insert(session, rows);
      return;
    }
    CopyIn copy = driver.getCopyAPI().copyIn(COPY);
    try {
      CopyRows copied = new CopyRows(copy);
      for (ApiKeyLog row : rows) {
        copied.add(row);
      }
      copied.end();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static @Nullable PGConnection driverOf(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        ? connection.unwrap(PGConnection.class)
        : null;
  }

  private static Set<LogId> there(Connection connection, List<ApiKeyLog> rows) throws SQLException {
    UUID[] ids = rows.stream().map(row -> row.id().value()).toArray(UUID[]::new);
    Array array = connection.createArrayOf("uuid", ids);
    try (PreparedStatement statement = connection.prepareStatement(THERE)) {
      statement.setArray(1, array);
      try (ResultSet results = statement.executeQuery()) {
        Set<LogId> there = new HashSet<>();
        while (results.next()) {
          there.add(new LogId(results.getObject(1, UUID.class)));
        }
        return there;
      }
    } finally {
      array.free();
    }
  }
}
