package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What the server's metrics say about the log: rows written, dropped and waiting. */
final class LogStanding {
  private LogStanding() {}

  /** Waits until what was logged is in the database. */
  static void settle(URI server, String key) throws IOException {
    while (of(server, key).lines().noneMatch("keybearer_log_spool_bytes_waiting 0.0"::equals)) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** The metrics' lines, without their comments. */
  static String of(URI server, String key) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics"))
        .header("Authorization", "Bearer " + key)
        .build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("keybearer_log_"))
          .collect(Collectors.joining(System.lineSeparator()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while metrics were read", interrupted);
    }
  }
}
