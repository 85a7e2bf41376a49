package io.keybearer.server.rest;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.server.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Log rows as lines of CSV (RFC 4180): a header, CRLF, quotes around what needs them. What a
 * spreadsheet would take for a formula, since it begins with {@code =}, {@code +}, {@code -}, {@code
 * @}, a tab or a carriage return, has an apostrophe put before it.
 */
final class LogCsv {
  /** The first line. */
  static final String HEADER = "id,at,api_key,prefix,company_id,method,endpoint,status_code,"
      + "execution_time,outcome,ip_address,user_agent,referer,request_data,response_data,caller,"
      + "completed\r\n";

  private static final String FORMULA = "=+-@\t\r";

  private LogCsv() {}

  /** Adds the line of a row. */
  static void append(StringBuilder to, ApiKeyLog row) {
    to.append(row.id()).append(',').append(JsonWriter.text(row.at()));
    to.append(',').append(row.apiKey());
    text(to, row.prefix());
    to.append(',').append(row.company());
    text(to, row.method());
    text(to, row.endpoint());
    plain(to, row.statusCode());
    plain(to, row.executionTime());
    text(to, row.outcome());
    text(to, row.ipAddress());
    text(to, row.userAgent());
    text(to, row.referer());
    text(to, row.requestData());
    text(to, row.responseData());
    plain(to, row.caller());
    to.append(',').append(row.completed()).append("\r\n");
  }

  private static void plain(StringBuilder to, @Nullable Object value) {
    to.append(',').append(value == null ? "" : value.toString());
  }

  private static void text(StringBuilder to, @Nullable String value) {
    to.append(',').append(value == null ? "" : field(value));
  }

  /** One field, as it stands between commas. */
  static String field(String value) {
    boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
    String safe = formula ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
