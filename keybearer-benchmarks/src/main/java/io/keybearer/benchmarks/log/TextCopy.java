package io.keybearer.benchmarks.log;

import io.keybearer.log.ApiKeyLog;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** COPY in its text form, one for each batch, on one connection. Used by one thread. */
final class TextCopy {
  private static final String COPY = """
      COPY keybearer_api_key_log (
        id, api_key, company_id, caller, at, execution_time, status_code, completed, prefix,
        outcome, method, endpoint, ip_address, user_agent, referer, request_data, response_data)
      FROM STDIN
      """;

  private final Connection connection;

  TextCopy(Connection connection) {
    this.connection = connection;
  }

  /** Writes a batch; the connection commits by itself. */
  void write(List<ApiKeyLog> batch) throws SQLException {
    StringBuilder text = new StringBuilder(batch.size() * 384);
    for (ApiKeyLog row : batch) {
      add(text, row);
    }
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(COPY, new StringReader(text.toString()), 65_536);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void add(StringBuilder text, ApiKeyLog row) {
    text.append(row.id().value()).append('\t');
    text.append(row.apiKey().value()).append('\t');
    text.append(row.company().value()).append('\t');
    field(text, row.caller() == null ? null : row.caller().toString());
    text.append(row.at()).append('\t');
    field(text, row.executionTime() == null ? null : row.executionTime().toString());
    field(text, row.statusCode() == null ? null : row.statusCode().toString());
    text.append(row.completed() ? 't' : 'f').append('\t');
    field(text, row.prefix());
    field(text, row.outcome());
    field(text, row.method());
    field(text, row.endpoint());
    field(text, row.ipAddress());
    field(text, row.userAgent());
    field(text, row.referer());
    field(text, row.requestData());
    field(text, row.responseData());
    text.setCharAt(text.length() - 1, '\n');
  }

  private static void field(StringBuilder text, @Nullable String value) {
    if (value == null) {
      text.append("\\N");
    } else {
      for (int i = 0; i < value.length(); i++) {
        escape(text, value.charAt(i));
      }
    }
    text.append('\t');
  }

  private static void escape(StringBuilder text, char c) {
    switch (c) {
      case '\\' -> text.append("\\\\");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      default -> text.append(c);
    }
  }
}
