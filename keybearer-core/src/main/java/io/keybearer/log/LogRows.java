package io.keybearer.log;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.policy.IpAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows, whose texts lose queries, control characters and anything that looks like a key. Safe
 * for concurrent use.
 */
public final class LogRows {
  private final TimeOrderedIds ids;
  private final LogText text;

  /**
   * Makes a maker of rows.
   *
   * @param ids where rows get their ids from
   * @param keyPattern what any key's text looks like, as a regular expression
   */
  public LogRows(TimeOrderedIds ids, String keyPattern) {
    this.ids = ids;
    this.text = new LogText(keyPattern);
  }

  /** What a verification knows of a request. */
  public record Seen(
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable IpAddress ip,
      @Nullable String userAgent,
      @Nullable String referer) {}

  /** The same, as a row keeps it: for whatever else shows a request. */
  public Seen kept(Seen seen) {
    return new Seen(
        text.address(seen.endpoint()),
        text.method(seen.method()),
        seen.ip(),
        text.agent(seen.userAgent()),
        text.address(seen.referer()));
  }

  /** A row that its service has yet to complete. */
  public ApiKeyLog ofVerification(
      ApiKey key, Seen seen, String outcome, Instant at, @Nullable ApiKeyId caller) {
    return row(key, seen, null, null, outcome, at, caller, false);
  }

  /** A row that is complete. */
  public ApiKeyLog ofReport(
      ApiKey key, LogReport.OfRequest report, Instant now, @Nullable ApiKeyId caller) {
    Seen seen = new Seen(
        report.endpoint(),
        report.method(),
        report.ipAddress(),
        report.userAgent(),
        report.referer());
    String outcome = Objects.requireNonNullElse(report.outcome(), "VALID");
    Instant at = Objects.requireNonNullElse(report.at(), now).truncatedTo(ChronoUnit.MILLIS);
    return row(key, seen, report.statusCode(), report.executionTime(), outcome, at, caller, true);
  }

  private ApiKeyLog row(
      ApiKey key,
      Seen seen,
      @Nullable Integer statusCode,
      @Nullable Double executionTime,
      String outcome,
      Instant at,
      @Nullable ApiKeyId caller,
      boolean completed) {
    return new ApiKeyLog(
        new LogId(ids.next()),
        key.id(),
        key.prefix(),
        key.company(),
        text.address(seen.endpoint()),
        text.method(seen.method()),
        statusCode,
        seen.ip() == null ? null : seen.ip().toString(),
        text.agent(seen.userAgent()),
        text.address(seen.referer()),
        executionTime,
        outcome,
        at,
        caller,
        completed);
  }
}
