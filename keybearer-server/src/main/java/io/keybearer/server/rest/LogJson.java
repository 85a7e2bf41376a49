package io.keybearer.server.rest;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.server.json.JsonWriter;

/** Log rows as answers show them. */
final class LogJson {
  private LogJson() {}

  /** The UTF-8 text of one row. */
  static byte[] text(ApiKeyLog row) {
    return JsonWriter.object(json -> write(row, json));
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
