package io.keybearer.benchmarks.log;

import io.keybearer.log.ApiKeyLog;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch of INSERT in a transaction, on one connection to SQLite. Used by one thread. */
final class RawInsert {
  private static final String INSERT = """
      INSERT INTO keybearer_api_key_log (
        id, api_key, company_id, caller, at, execution_time, status_code, completed, prefix,
        outcome, method, endpoint, ip_address, user_agent, referer, request_data, response_data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Connection connection;

  RawInsert(Connection connection) {
    this.connection = connection;
  }

  void write(List<ApiKeyLog> batch) throws SQLException {
    try (Statement transaction = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      transaction.execute("BEGIN IMMEDIATE");
      for (ApiKeyLog row : batch) {
        bind(insert, row);
        insert.addBatch();
      }
      if (insert.executeBatch().length != batch.size()) {
        throw new IllegalStateException("not every row was written");
      }
      transaction.execute("COMMIT");
    }
  }

  private static void bind(PreparedStatement insert, ApiKeyLog row) throws SQLException {
    insert.setBytes(1, bytes(row.id().value()));
    insert.setBytes(2, bytes(row.apiKey().value()));
    insert.setBytes(3, bytes(row.company().value()));
    insert.setBytes(4, row.caller() == null ? null : bytes(row.caller().value()));
    insert.setLong(5, row.at().toEpochMilli());
    insert.setObject(6, row.executionTime());
    insert.setObject(7, row.statusCode());
    insert.setBoolean(8, row.completed());
    text(insert, 9, row.prefix());
    text(insert, 10, row.outcome());
    text(insert, 11, row.method());
    text(insert, 12, row.endpoint());
    text(insert, 13, row.ipAddress());
    text(insert, 14, row.userAgent());
    text(insert, 15, row.referer());
    text(insert, 16, row.requestData());
    text(insert, 17, row.responseData());
  }

  private static void text(PreparedStatement insert, int index, @Nullable String value)
      throws SQLException {
    insert.setString(index, value);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
