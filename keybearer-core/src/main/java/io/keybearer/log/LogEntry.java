package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import org.jspecify.annotations.Nullable;

/** What is handed to the log's writer: a new row, or what a service says of a row already made. */
public sealed interface LogEntry {
  /** A new row. */
  record Row(ApiKeyLog row) implements LogEntry {}

  /**
   * The service's own part of a row that a verification made. Applied once, and only when it comes
   * from whoever made the row.
   *
   * @param id the row
   * @param caller the key of whoever reports; null = this application
   * @param statusCode the status that the service answered, where it says so
   * @param requestData what was asked, redacted and cut, where it says so
   * @param responseData what was answered, redacted and cut, where it says so
   * @param executionTime milliseconds, where it says so
   */
  record Completion(
      LogId id,
      @Nullable ApiKeyId caller,
      @Nullable Integer statusCode,
      @Nullable String requestData,
      @Nullable String responseData,
      @Nullable Double executionTime)
      implements LogEntry {
    /** One that says nothing of what was asked and answered. */
    public Completion(
        LogId id,
        @Nullable ApiKeyId caller,
        @Nullable Integer statusCode,
        @Nullable Double executionTime) {
      this(id, caller, statusCode, null, null, executionTime);
    }
  }
}
