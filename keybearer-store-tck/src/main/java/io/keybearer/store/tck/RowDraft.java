package io.keybearer.store.tck;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A log row in the making: an accepted verification that says nothing more until told otherwise. */
public final class RowDraft {
  private final LogId id;
  private final ApiKey key;
  private Instant at;
  private @Nullable String endpoint;
  private @Nullable String method;
  private @Nullable Integer statusCode;
  private @Nullable String requestData;
  private @Nullable String responseData;
  private @Nullable Double executionTime;
  private @Nullable String ipAddress;
  private @Nullable String userAgent;
  private @Nullable String referer;
  private String outcome = "VALID";
  private @Nullable ApiKeyId caller;
  private boolean completed;

  RowDraft(UUID id, ApiKey key, Instant at) {
    this.id = new LogId(id);
    this.key = key;
    this.at = at;
  }

  /** Says when. */
  public RowDraft at(Instant value) {
    at = value;
    return this;
  }

  /** Says what was asked for. */
  public RowDraft request(@Nullable String newMethod, @Nullable String newEndpoint) {
    method = newMethod;
    endpoint = newEndpoint;
    return this;
  }

  /** Says who asked. */
  public RowDraft client(
      @Nullable String address, @Nullable String newUserAgent, @Nullable String newReferer) {
    ipAddress = address;
    userAgent = newUserAgent;
    referer = newReferer;
    return this;
  }

  /** Says what the service answered, which completes the row. */
  public RowDraft answered(@Nullable Integer status, @Nullable Double milliseconds) {
    statusCode = status;
    executionTime = milliseconds;
    completed = true;
    return this;
  }

  /** Says what was asked and answered. */
  public RowDraft data(@Nullable String newRequestData, @Nullable String newResponseData) {
    requestData = newRequestData;
    responseData = newResponseData;
    return this;
  }

  /** Gives the verification code. */
  public RowDraft outcome(String value) {
    outcome = value;
    return this;
  }

  /** Says whose verification it was. */
  public RowDraft caller(@Nullable ApiKeyId value) {
    caller = value;
    return this;
  }

  /** The row. */
  public ApiKeyLog build() {
    return new ApiKeyLog(
        id,
        key.id(),
        key.prefix(),
        key.company(),
        endpoint,
        method,
        statusCode,
        ipAddress,
        userAgent,
        referer,
        requestData,
        responseData,
        executionTime,
        outcome,
        at,
        caller,
        completed);
  }

  /** The row as an entry of a batch. */
  public LogEntry entry() {
    return new LogEntry.Row(build());
  }
}
