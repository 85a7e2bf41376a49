package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.policy.IpAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a service says of a request that it served. */
public sealed interface LogReport {
  /**
   * Completes the row that a verification made.
   *
   * @param id what the verification returned
   * @param statusCode the status answered, 100–599
   * @param executionTime milliseconds, from 0
   */
  record OfVerification(
      LogId id, @Nullable Integer statusCode, @Nullable Double executionTime)
      implements LogReport {}

  /**
   * Makes a row of its own.
   *
   * @param apiKey the key that was used
   * @param endpoint the path; query and fragment are dropped
   * @param method the HTTP method
   * @param statusCode the status answered, 100–599
   * @param ipAddress the client's address
   * @param userAgent the User-Agent header
   * @param referer the Referer header; query and fragment are dropped
   * @param executionTime milliseconds, from 0
   * @param outcome the verification code; null = {@code VALID}
   * @param at when; null = now
   */
  record OfRequest(
      ApiKeyId apiKey,
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable Integer statusCode,
      @Nullable IpAddress ipAddress,
      @Nullable String userAgent,
      @Nullable String referer,
      @Nullable Double executionTime,
      @Nullable String outcome,
      @Nullable Instant at)
      implements LogReport {}
}
