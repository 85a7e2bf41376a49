package io.keybearer.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request made with a key.
 *
 * @param id the row
 * @param apiKey the id of the key
 * @param prefix the key's public id
 * @param companyId whose key it was
 * @param endpoint the path, without query and fragment
 * @param method the HTTP method
 * @param statusCode what the service answered, once that is known
 * @param ipAddress the client's address
 * @param userAgent as it came, cut
 * @param referer without query and fragment
 * @param requestData what was asked, where that is kept: redacted and cut
 * @param responseData what was answered, where that is kept: redacted and cut
 * @param executionTime milliseconds, once they are known
 * @param outcome the verification code
 * @param at when
 * @param caller the id of the key that verified or reported it; null when an application did
 * @param completed whether it is known what the service answered
 */
public record LogView(
    String id,
    String apiKey,
    String prefix,
    String companyId,
    @Nullable String endpoint,
    @Nullable String method,
    @Nullable Integer statusCode,
    @Nullable String ipAddress,
    @Nullable String userAgent,
    @Nullable String referer,
    @Nullable String requestData,
    @Nullable String responseData,
    @Nullable Double executionTime,
    String outcome,
    Instant at,
    @Nullable String caller,
    boolean completed) {
  static LogView read(JsonMembers json) {
    return new LogView(
        json.text("id"),
        json.text("api_key"),
        json.text("prefix"),
        json.text("company_id"),
        json.textOrNull("endpoint"),
        json.textOrNull("method"),
        json.integerOrNull("status_code"),
        json.textOrNull("ip_address"),
        json.textOrNull("user_agent"),
        json.textOrNull("referer"),
        json.textOrNull("request_data"),
        json.textOrNull("response_data"),
        json.decimalOrNull("execution_time"),
        json.text("outcome"),
        json.instant("at"),
        json.textOrNull("caller"),
        json.flag("completed"));
  }
}
