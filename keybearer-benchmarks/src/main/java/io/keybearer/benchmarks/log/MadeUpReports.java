package io.keybearer.benchmarks.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Reports of rows as a service of some size makes them. */
final class MadeUpReports {
  private static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");

  private MadeUpReports() {}

  /** So many reports of so many rows each. */
  static List<List<LogEntry>> reports(int reports, int rows) {
    return IntStream.range(0, reports)
        .mapToObj(report -> IntStream.range(0, rows)
            .<LogEntry>mapToObj(row -> new LogEntry.Row(row(report * rows + row)))
            .toList())
        .toList();
  }

  private static ApiKeyLog row(int number) {
    return new ApiKeyLog(
        new LogId(new UUID(AT.toEpochMilli() << 16 | 0x7000, number)),
        new ApiKeyId(new UUID(1, number % 1_000)),
        "q%011d".formatted(number % 1_000),
        new CompanyId(new UUID(2, number % 100)),
        "/v1/customers/" + number % 5_000 + "/orders",
        "GET",
        200,
        "198.51.100." + number % 250,
        "acme-client/2.4 (linux; x64)",
        "https://app.acme.example/orders",
        null,
        null,
        number % 97 + 0.25,
        "VALID",
        AT.plusMillis(number),
        null,
        true);
  }
}
