package io.keybearer.benchmarks.scale;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Rows of thirty days that end now: 1,000 keys of 20 companies, some of them much busier than others,
 * on ten endpoints.
 */
final class MadeUpLog {
  private static final int BATCH = 5_000;
  private static final int KEYS = 1_000;
  private static final int COMPANIES = 20;
  private static final Duration SPAN = Duration.ofDays(30);
  private static final String[] METHODS = {"GET", "GET", "GET", "POST"};
  private static final int[] STATUSES = {200, 200, 200, 200, 200, 201, 404, 500};

  private final int rows;
  private final Instant begin;
  private final double millisEach;
  private long seed = 42;

  MadeUpLog(int rows) {
    this.rows = rows;
    this.begin = Clock.systemUTC().instant().minus(SPAN);
    this.millisEach = (double) SPAN.toMillis() / rows;
  }

  void fill(LogDestination to) {
    for (int from = 0; from < rows; from += BATCH) {
      List<LogEntry> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(from + BATCH, rows); i++) {
        batch.add(new LogEntry.Row(row(i)));
      }
      to.append(batch);
    }
  }

  Instant begin() {
    return begin;
  }

  Instant middle() {
    return at(rows / 2);
  }

  UUID idInTheMiddle() {
    return id(rows / 2);
  }

  /** A key that is neither the busiest nor the least used. */
  ApiKeyId key() {
    return key(KEYS / 10);
  }

  CompanyId company() {
    return company(KEYS / 10);
  }

  private ApiKeyLog row(int number) {
    // The square makes the first keys busier than the last.
    double chance = random() / (double) Integer.MAX_VALUE;
    int key = (int) (chance * chance * KEYS);
    boolean denied = random() % 20 == 0;
    int status = STATUSES[random() % STATUSES.length];
    return new ApiKeyLog(
        new LogId(id(number)),
        key(key),
        "prefix%06d".formatted(key),
        company(key),
        "/v1/things/" + (char) ('a' + random() % 10) + "/" + number,
        METHODS[random() % METHODS.length],
        denied ? null : (Integer) status,
        "10.0." + key % 256 + "." + random() % 256,
        "agent/" + key % 7,
        null,
        null,
        null,
        denied ? null : (Double) (1 + random() % 100_000 / 500.0),
        denied ? "RATE_LIMITED" : "VALID",
        at(number),
        null,
        !denied);
  }

  private Instant at(int number) {
    return begin.plusMillis((long) (number * millisEach));
  }

  private UUID id(int number) {
    return new UUID((at(number).toEpochMilli() << 16) | 0x7000, (1L << 63) | number);
  }

  private static ApiKeyId key(int number) {
    return new ApiKeyId(new UUID(0x0190_0000_0000_7000L, (1L << 63) | (number + 1L)));
  }

  private static CompanyId company(int key) {
    return new CompanyId(new UUID(0x0190_0000_0000_7001L, (1L << 63) | (key % COMPANIES + 1L)));
  }

  /** A number from 0 on; the same row of them each time. */
  private int random() {
    seed = seed * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    return (int) (seed >>> 33);
  }
}
