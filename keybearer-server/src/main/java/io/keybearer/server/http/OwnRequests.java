package io.keybearer.server.http;

import io.keybearer.RequestLog;
import io.keybearer.key.Caller;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.problem.KeybearerException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Completes the log rows of the server's own requests: the verdict on the caller made the row, the
 * answer says the rest. Never waits; what finds no room is counted. Safe for concurrent use.
 */
public final class OwnRequests {
  private static final double NANOS_PER_MILLI = 1_000_000.0;

  private final RequestLog log;
  private final AtomicLong lost = new AtomicLong();

  /** Makes a reporter to this log. */
  public OwnRequests(RequestLog log) {
    this.log = log;
  }

  /** How many completions found no room, or could not be written. */
  public long lost() {
    return lost.get();
  }

  /**
   * Completes a row. Nobody waits for the writing; that it failed is counted where it is known.
   *
   * @param id the row that the verdict on the caller made; null for none
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  public void answered(@Nullable LogId id, int status, long nanos) {
    if (id == null) {
      return;
    }
    try {
      log.report(
              Caller.application(),
              List.of(new LogReport.OfVerification(id, status, nanos / NANOS_PER_MILLI)))
          .whenComplete((results, failure) -> {
            if (failure != null) {
              lost.incrementAndGet();
            }
          });
    } catch (KeybearerException full) {
      lost.incrementAndGet();
    }
  }
}
