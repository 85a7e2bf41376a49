package io.keybearer.log;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.IpAddress;
import io.keybearer.redact.Redactor;
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
  private final Redactor redactor;
  private final AddressDetail addresses;

  /**
   * Makes a maker of rows.
   *
   * @param random what makes the ids of this maker differ from others'
   * @param redactor takes secrets out of texts
   * @param addresses how much of clients' addresses is stored
   */
  public LogRows(SecureRandom random, Redactor redactor, AddressDetail addresses) {
    this.ids = new LogIds(random);
    this.text = new LogText(redactor);
    this.redactor = redactor;
    this.addresses = addresses;
  }

  /** How much of clients' addresses is stored. */
  public AddressDetail addresses() {
    return addresses;
  }

  /** What a verification knows of a request. */
  public record Seen(
      @Nullable String endpoint,
      @Nullable String method,
      @Nullable IpAddress ip,
      @Nullable String userAgent,
      @Nullable String referer) {}

  /**
   * What of a request its row may keep.
   *
   * @param captured which payloads
   * @param addresses how much of the client's address, where the installation keeps no less
   */
  public record Kept(Captured captured, AddressDetail addresses) {
    /** No payloads, and the whole address. */
    public static final Kept USUAL = new Kept(Captured.NOTHING, AddressDetail.FULL);
  }

  /** Redacted and cut. */
  private record Payloads(
      @Nullable String request, @Nullable String response) {}

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
    private final AddressDetail detail;

    private Verified(
        ApiKey key, Kept kept, Seen seen, String outcome, long at, @Nullable ApiKeyId caller) {
      this.id = ids.next(at, kept.captured);
      this.detail = kept.addresses;
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
      Payloads none = new Payloads(null, null);
      return row(id, key, detail, seen, none, null, null, outcome, instant, caller, false);
    }
  }

  /**
   * A row that its service has yet to complete.
   *
   * @param kept what of the request may be kept
   * @param at milliseconds since the epoch
   */
  public Verified ofVerification(
      ApiKey key, Kept kept, Seen seen, String outcome, long at, @Nullable ApiKeyId caller) {
    return new Verified(key, kept, seen, outcome, at, caller);
  }

  /** What whoever served a request says of the row that its verification made. */
  public LogEntry.Completion ofReport(
      LogReport.OfVerification report, Captured captured, @Nullable ApiKeyId caller) {
    Payloads payloads = payloads(captured, report.requestData(), report.responseData());
    return new LogEntry.Completion(
        report.id(),
        caller,
        report.statusCode(),
        payloads.request,
        payloads.response,
        report.executionTime());
  }

  private Payloads payloads(
      Captured captured, @Nullable String requestData, @Nullable String responseData) {
    String request = captured.request(requestData);
    String response = captured.response(responseData);
    return new Payloads(
        request == null ? null : redactor.payload(request),
        response == null ? null : redactor.payload(response));
  }

  /** A row that is complete. */
  public ApiKeyLog ofReport(
      ApiKey key, Kept kept, LogReport.OfRequest report, Instant now, @Nullable ApiKeyId caller) {
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
        id,
        key,
        kept.addresses,
        seen,
        payloads(kept.captured, report.requestData(), report.responseData()),
        report.statusCode(),
        report.executionTime(),
        outcome,
        at,
        caller,
        true);
  }

  private ApiKeyLog row(
      LogId id,
      ApiKey key,
      AddressDetail detail,
      Seen seen,
      Payloads payloads,
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
        addresses.stricter(detail).textOf(seen.ip()),
        text.agent(seen.userAgent()),
        text.address(seen.referer()),
        payloads.request,
        payloads.response,
        executionTime,
        outcome,
        at,
        caller,
        completed);
  }
}
