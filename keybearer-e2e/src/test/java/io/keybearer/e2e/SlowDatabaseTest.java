package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes its time slows nobody who does not need it, and piles nothing up. */
final class SlowDatabaseTest {
  private static final int CALLERS = 200;
  private static final Duration MAX_STALENESS = Duration.ofSeconds(5);

  /** No call is under way for longer, whatever it needs. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void verifiesFromMemoryAndBoundsEveryWait(@TempDir Path data) {
    String database = Databases.postgresql();
    try (TcpProxy line = TcpProxy.to(Databases.port(database))) {
      Map<String, String> settings = Map.of(
          "KEYBEARER_DATA",
          data.toString(),
          "KEYBEARER_DATABASE_URL",
          Databases.over(database, line),
          "KEYBEARER_MAX_STALENESS",
          MAX_STALENESS.toString());
      try (RunningServer server = RunningServer.start(Checkout.copy(), settings)) {
        Api api = new Api(server.address(), server.keysPrinted().get(0));
        api.company("acme");
        Api.MadeKey key = api.key("acme", "known", "");
        verifications("at first", api, key, Duration.ofSeconds(3));
        verifications("at full speed", api, key, Duration.ofSeconds(3));
        long threads = threads(api);

        line.slow(Duration.ofMillis(500));
        verifications("with 500 ms more for each answer", api, key, MAX_STALENESS.multipliedBy(2));
        assertThat(statuses(api, key)).contains(200).allMatch(List.of(200, 503)::contains);
        assertThat(threads(api)).isLessThan(threads + CALLERS / 4);

        line.slow(Duration.ofSeconds(30));
        String said = api.verify(key);
        long slowed = System.nanoTime();
        while (said.equals("VALID")) {
          assertThat(System.nanoTime() - slowed)
              .isLessThan(MAX_STALENESS.multipliedBy(2).toNanos());
          said = api.verify(key);
        }
        assertThat(said).isEqualTo("503");
        assertThat(statuses(api, key)).containsOnly(503);

        line.mend();
        long mended = System.nanoTime();
        while (!api.verify(key).equals("VALID")) {
          assertThat(System.nanoTime() - mended).isLessThan(LONGEST.toNanos());
        }
        System.out.printf("SlowDatabaseTest: verifies %d ms after%n", millisSince(mended));
        api.key("acme", "afterwards", "");
        assertThat(threads(api)).isLessThan(threads + CALLERS / 4);
      }
    }
  }

  /** Verifies for a while; each verdict is from memory and right. */
  private static void verifications(String when, Api api, Api.MadeKey key, Duration span) {
    List<Long> micros = new ArrayList<>();
    long began = System.nanoTime();
    while (System.nanoTime() - began < span.toNanos()) {
      long start = System.nanoTime();
      assertThat(api.verify(key)).isEqualTo("VALID");
      micros.add((System.nanoTime() - start) / 1_000);
    }
    micros.sort(null);
    System.out.printf(
        "SlowDatabaseTest: %s, %d verifications, median %d us, p99 %d us%n",
        when, micros.size(), micros.get(micros.size() / 2), micros.get((int)
            (micros.size() * 0.99)));
  }

  /** What callers get who all need the database at once; none of them waits for ever. */
  private static List<Integer> statuses(Api api, Api.MadeKey key) {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<CompletableFuture<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(
            CompletableFuture.supplyAsync(() -> api.get("/v1/keys/" + key.id()).status(), callers));
      }
      return calls.stream()
          .map(call -> call.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join())
          .toList();
    } finally {
      callers.shutdownNow();
    }
  }

  private static long threads(Api api) {
    return (long) api.metric("jvm_threads_live_threads");
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
