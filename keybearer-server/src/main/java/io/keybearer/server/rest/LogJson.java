package io.keybearer.server.rest;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.server.json.JsonWriter;

/** Log rows as answers show them. */
public final class LogJson {
  private LogJson() {}

  /** The UTF-8 text of one row. */
  public static byte[] text(ApiKeyLog row) {
    return JsonWriter.object(json -> write(row, json));
  }

  /** The UTF-8 text of what completes a row that was told before: its id, and what is new. */
  public static byte[] text(LogEntry.Completion completion) {
    Integer status = completion.statusCode();
    return JsonWriter.object(json -> {
      json.id("id", completion.id().value());
      json.number("status_code", status == null ? null : status.longValue());
      json.text("request_data", completion.requestData());
      json.text("response_data", completion.responseData());
      json.decimal("execution_time", completion.executionTime());
      json.flag("completed", true);
    });
  }

  static void write(ApiKeyLog row, JsonWriter json) {
    Integer status = row.statusCode();
    json.printed("id", row.id());
    json.printed("api_key", row.apiKey());
    json.text("prefix", row.prefix());
    json.printed("company_id", row.company());
    json.text("endpoint", row.endpoint());
    json.text("method", row.method());
    json.number("status_code", status == null ? null : status.longValue());
    json.text("ip_address", row.ipAddress());
    json.text("user_agent", row.userAgent());
    json.text("referer", row.referer());
    json.text("request_data", row.requestData());
    json.text("response_data", row.responseData());
    json.decimal("execution_time", row.executionTime());
    json.text("outcome", row.outcome());
    json.instant("at", row.at());
    json.printed("caller", row.caller());
    json.flag("completed", row.completed());
  }
}
