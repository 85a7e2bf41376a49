package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request made with a key.
 *
 * @param id made before the row is written
 * @param apiKey the key; its row stays when the key is purged
 * @param prefix the key's public id
 * @param company whose key it was
 * @param endpoint the path that was asked for, without query and fragment, at most 2,048 characters
 * @param method the HTTP method, at most 32 characters
 * @param statusCode the status that the service answered, 100–599, once it is known
 * @param ipAddress the client's address in canonical text
 * @param userAgent as it came, at most 512 characters
 * @param referer without query and fragment, at most 2,048 characters
 * @param requestData what was asked, where that is kept: redacted and cut
 * @param responseData what was answered, where that is kept: redacted and cut
 * @param executionTime how long the service took, in milliseconds, once it is known
 * @param outcome the verification code, {@code VALID} or a reason
 * @param at when the request was verified
 * @param caller the key of whoever verified or reported it; null when that was this application
 * @param completed whether the service's own part is there; a row is completed once
 */
public record ApiKeyLog(
    LogId id,
    ApiKeyId apiKey,
    String prefix,
    CompanyId company,
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
    @Nullable ApiKeyId caller,
    boolean completed) {
  /**
   * Checks that only a complete row says what the service answered.
   *
   * @throws IllegalArgumentException when it is not
   */
  public ApiKeyLog {
    if (!completed && (statusCode != null || executionTime != null)) {
      throw new IllegalArgumentException("expected no answer in a row that is not complete");
    }
  }

  /** This row with the service's own part; what that does not say stays as it is. */
  public ApiKeyLog completedBy(LogEntry.Completion part) {
    return new ApiKeyLog(
        id,
        apiKey,
        prefix,
        company,
        endpoint,
        method,
        part.statusCode() == null ? statusCode : part.statusCode(),
        ipAddress,
        userAgent,
        referer,
        part.requestData() == null ? requestData : part.requestData(),
        part.responseData() == null ? responseData : part.responseData(),
        part.executionTime() == null ? executionTime : part.executionTime(),
        outcome,
        at,
        caller,
        true);
  }
}
