package io.keybearer.e2e;

import io.keybearer.Keybearer;
import io.keybearer.RequestLog.Reported;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.log.LogSpool;
import io.keybearer.store.jdbc.ConnectionPools;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/**
 * An application with the engine inside, to be killed: two threads report as fast as they are
 * acknowledged, and each acknowledged row is printed, with how its status came to be.
 */
final class SpoolingProcess {
  /** The status of rows that a verification made and a report completed. */
  static final int COMPLETED = 201;

  /** The status of rows that a report made. */
  static final int MADE = 202;

  private static final int THREADS = 2;

  private SpoolingProcess() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments the SQLite folder or PostgreSQL address, the folder of the spool, the text of a
   *     key, its id
   */
  public static void main(String[] arguments) {
    Keybearer keybearer = open(arguments[0], Path.of(arguments[1]));
    ApiKeyId key = ApiKeyId.parse(arguments[3]).orElseThrow();
    for (int i = 0; i < THREADS; i++) {
      new Thread(() -> report(keybearer, arguments[2], key)).start();
    }
  }

  static Keybearer open(String database, Path spool) {
    return open(database, spool, Duration.ofSeconds(5));
  }

  static Keybearer open(String database, Path spool, Duration maxStaleness) {
    ConnectionPools pools = database.startsWith("jdbc:")
        ? ConnectionPools.postgres(database)
        : ConnectionPools.sqlite(Path.of(database));
    return Keybearer.builder(JdbcStore.builder(pools).open())
        .logSpool(new LogSpool(spool, LogSpool.DEFAULT_BYTES, 1))
        .maxStaleness(maxStaleness)
        .open();
  }

  private static void report(Keybearer keybearer, String text, ApiKeyId key) {
    while (true) {
      List<LogReport> reports = List.of(
          new LogReport.OfVerification(verified(keybearer, text), COMPLETED, 1.5),
          new LogReport.OfRequest(
              key, "/made", "GET", MADE, null, null, null, null, null, 2.5, null, null));
      for (Reported reported : acknowledged(keybearer, reports)) {
        System.out.println(reported.id().orElseThrow());
      }
    }
  }

  /** The row of a verification, which waits in the queue as the report about it will. */
  static LogId verified(Keybearer keybearer, String text) {
    VerificationRequest request =
        VerificationRequest.of(text).method("GET").endpoint("/verified").build();
    Verification.Accepted verdict = (Verification.Accepted) keybearer.verify(request);
    return Objects.requireNonNull(verdict.logId());
  }

  private static List<Reported> acknowledged(Keybearer keybearer, List<LogReport> reports) {
    try {
      return keybearer.log().report(Caller.application(), reports).join();
    } catch (CompletionException refused) {
      return List.of();
    }
  }
}
