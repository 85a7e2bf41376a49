package io.keybearer;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.Reach;
import io.keybearer.log.Captured;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.log.LogRows;
import io.keybearer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes log entries of the reports of one call: what may be kept of each is decided here, and what may
 * not goes no further. For one thread.
 */
final class Reporting {
  /** Payloads that come later than this after their request are not kept: capture may have ended. */
  private static final Duration IN_TIME = Duration.ofHours(1);

  private final Store store;
  private final LogRows rows;
  private final Caller caller;
  private final Instant now;
  private final boolean room;
  private final Map<ApiKeyId, Optional<ApiKey>> keys = new HashMap<>();
  private final Map<CompanyId, CompanyRules> rules = new HashMap<>();

  Reporting(Store store, LogRows rows, Caller caller, Instant now, boolean room) {
    this.store = store;
    this.rows = rows;
    this.caller = caller;
    this.now = now;
    this.room = room;
  }

  /**
   * What is written of one report.
   *
   * @param entry nothing when the key is not within reach
   * @param payloadDropped whether it brought payloads that are not kept
   */
  record Drafted(Optional<LogEntry> entry, boolean payloadDropped) {
    Optional<LogId> id() {
      return entry.map(Drafted::idOf);
    }

    static LogId idOf(LogEntry entry) {
      return entry instanceof LogEntry.Row row
          ? row.row().id()
          : ((LogEntry.Completion) entry).id();
    }
  }

  Drafted draft(LogReport report) {
    if (report instanceof LogReport.OfVerification completion) {
      return completion(completion);
    }
    LogReport.OfRequest request = (LogReport.OfRequest) report;
    return keys.computeIfAbsent(request.apiKey(), id -> store.findKey(caller.reach(), id))
        .map(key -> row(key, request))
        .orElseGet(() -> new Drafted(Optional.empty(), false));
  }

  private Drafted completion(LogReport.OfVerification report) {
    boolean late = report.id().at().isBefore(now.minus(IN_TIME));
    Captured captured = late || !room ? Captured.NOTHING : report.id().captured();
    return new Drafted(
        Optional.of(rows.ofReport(report, captured, caller.keyId())),
        drops(captured, report.requestData(), report.responseData()));
  }

  private Drafted row(ApiKey key, LogReport.OfRequest report) {
    CompanyRules company = rules.computeIfAbsent(key.company(), this::rulesOf);
    long at = now.toEpochMilli();
    Captured captured =
        room ? Captured.at(at, key.state().capture(), company.capture()) : Captured.NOTHING;
    LogRows.Kept kept = new LogRows.Kept(captured, company.logAddresses());
    return new Drafted(
        Optional.of(new LogEntry.Row(rows.ofReport(key, kept, report, now, caller.keyId()))),
        drops(captured, report.requestData(), report.responseData()));
  }

  private CompanyRules rulesOf(CompanyId id) {
    return store
        .findCompany(Reach.everywhere(), CompanyRef.of(id))
        .orElseThrow(() -> new IllegalStateException("a key's company is not there"))
        .rules();
  }

  /** How many characters the payloads of an entry have. */
  static long payloadLength(LogEntry entry) {
    return entry instanceof LogEntry.Row row
        ? length(row.row().requestData()) + length(row.row().responseData())
        : length(((LogEntry.Completion) entry).requestData())
            + length(((LogEntry.Completion) entry).responseData());
  }

  private static long length(@Nullable String payload) {
    return payload == null ? 0 : payload.length();
  }

  private static boolean drops(
      Captured captured, @Nullable String request, @Nullable String response) {
    return (request != null && !captured.request()) || (response != null && !captured.response());
  }
}
