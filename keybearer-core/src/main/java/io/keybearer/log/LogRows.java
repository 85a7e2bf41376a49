package io.keybearer.log;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.policy.IpAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows, whose texts lose queries, control characters and anything that looks like a key. Safe
 * for concurrent use.
 */
public final class LogRows {
  private final LogIds ids;
  private final LogText text;

  /**
   * Makes a maker of rows.
   *
   * @param random what makes the ids of this maker differ from others'
   * @param keyPattern what any key's text looks like, as a regular expression
   */
  public LogRows(SecureRandom random, String keyPattern) {
    this.ids = new LogIds(random);
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

  /**
   * What becomes a row that its service has yet to complete. Its texts are cleaned when the row is
   * asked for, which is not the business of the thread that verified.
   */
  public final class Verified implements Supplier<ApiKeyLog> {
    private final LogId id;
    private final ApiKey key;
    private final Seen seen;
    private final String outcome;
    private final long at;
    private final @Nullable ApiKeyId caller;

    private Verified(ApiKey key, Seen seen, String outcome, long at, @Nullable ApiKeyId caller) {
      this.id = ids.next(at);
      this.key = key;
      this.seen = seen;
      this.outcome = outcome;
      this.at = at;
      this.caller = caller;
    }

    /** The id of the row. */
    public LogId id() {
      return id;
    }

    @Override
    public ApiKeyLog get() {
      Instant instant = Instant.ofEpochMilli(at);
      return row(id, key, seen, null, null, outcome, instant, caller, false);
    }
  }

  /**
   * A row that its service has yet to complete.
   *
   * @param at milliseconds since the epoch
   */
  public Verified ofVerification(
      ApiKey key, Seen seen, String outcome, long at, @Nullable ApiKeyId caller) {
    return new Verified(key, seen, outcome, at, caller);
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
    Instant said = Objects.requireNonNullElse(report.at(), now);
    // A clock that is ahead does not put rows before all others; ids sort by the time of the
    // request.
    Instant at = (said.isAfter(now) ? now : said).truncatedTo(ChronoUnit.MILLIS);
    LogId id = ids.next(at.toEpochMilli());
    return row(
        id, key, seen, report.statusCode(), report.executionTime(), outcome, at, caller, true);
  }

  private ApiKeyLog row(
      LogId id,
      ApiKey key,
      Seen seen,
      @Nullable Integer statusCode,
      @Nullable Double executionTime,
      String outcome,
      Instant at,
      @Nullable ApiKeyId caller,
      boolean completed) {
    return new ApiKeyLog(
        id,
        key.id(),
        key.prefix(),
        key.company(),
        text.address(seen.endpoint()),
        text.method(seen.method()),
        statusCode,
        seen.ip() == null ? null : seen.ip().toString(),
        text.agent(seen.userAgent()),
        text.address(seen.referer()),
        null,
        null,
        executionTime,
        outcome,
        at,
        caller,
        completed);
  }
}
