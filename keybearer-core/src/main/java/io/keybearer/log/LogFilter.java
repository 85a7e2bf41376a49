package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows to list; a null part filters nothing, and all parts must hold.
 *
 * @param apiKey rows of this key
 * @param company rows of this company's keys
 * @param outcome exactly this verification code
 * @param statusFrom status codes from here …
 * @param statusTo … to here, both included
 * @param method exactly this method
 * @param endpointPrefix endpoints that begin with this text
 * @param ipAddress exactly this address, in canonical text
 * @param from rows at or after this instant
 * @param until rows before this instant
 */
public record LogFilter(
    @Nullable ApiKeyId apiKey,
    @Nullable CompanyId company,
    @Nullable String outcome,
    @Nullable Integer statusFrom,
    @Nullable Integer statusTo,
    @Nullable String method,
    @Nullable String endpointPrefix,
    @Nullable String ipAddress,
    @Nullable Instant from,
    @Nullable Instant until) {
  /** Every row. */
  public static LogFilter any() {
    return new LogFilter(null, null, null, null, null, null, null, null, null, null);
  }

  /** Every row of one key. */
  public static LogFilter ofKey(ApiKeyId key) {
    return new LogFilter(key, null, null, null, null, null, null, null, null, null);
  }
}
