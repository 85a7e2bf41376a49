package io.keybearer.benchmarks.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Rows as a service with a thousand keys of a hundred companies makes them, twenty a millisecond,
 * each complete. Used by one thread.
 */
final class MadeUpRows {
  private static final int KEYS = 1_000;
  private static final int COMPANIES = 100;
  private static final int A_MILLISECOND = 20;
  private static final List<String> AGENTS = List.of(
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "okhttp/4.12.0",
      "python-requests/2.32.3",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36");

  private final Random random;
  private final List<ApiKeyId> keys = new ArrayList<>();
  private final List<CompanyId> companies = new ArrayList<>();
  private final long start;
  private long made;

  MadeUpRows(long seed, Instant start) {
    this.random = new Random(seed);
    this.start = start.toEpochMilli();
    for (int i = 0; i < COMPANIES; i++) {
      companies.add(new CompanyId(id(this.start - 1_000_000L - i)));
    }
    for (int i = 0; i < KEYS; i++) {
      keys.add(new ApiKeyId(id(this.start - 1_000L * i)));
    }
  }

  /** The next rows, in batches. */
  List<List<ApiKeyLog>> next(int rows, int batch) {
    List<List<ApiKeyLog>> batches = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      if (i % batch == 0) {
        batches.add(new ArrayList<>(batch));
      }
      batches.get(batches.size() - 1).add(row());
    }
    return batches;
  }

  private ApiKeyLog row() {
    int key = random.nextInt(KEYS);
    long at = start + made++ / A_MILLISECOND;
    return new ApiKeyLog(
        new LogId(id(at)),
        keys.get(key),
        "kb_live_%012d".formatted(key),
        companies.get(key % COMPANIES),
        "/v1/orders/" + random.nextInt(1_000_000) + "/items",
        key % 5 == 0 ? "POST" : "GET",
        key % 50 == 0 ? 404 : 200,
        "203.0.113." + key % 250,
        AGENTS.get(key % AGENTS.size()),
        key % 3 == 0 ? "https://shop.example.com/cart" : null,
        null,
        null,
        random.nextInt(100_000) / 1_000.0,
        "VALID",
        Instant.ofEpochMilli(at),
        null,
        true);
  }

  /** Counts within a millisecond, as the ids of rows do. */
  private UUID id(long millis) {
    long high = (millis << 16) | (7L << 12) | (made & 0xFFF);
    return new UUID(high, (random.nextLong() >>> 2) | (1L << 63));
  }
}
