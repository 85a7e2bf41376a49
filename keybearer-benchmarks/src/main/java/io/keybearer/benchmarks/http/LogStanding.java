package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;

/** What the server's metrics say about the log: rows written, dropped and waiting. */
final class LogStanding {
  private LogStanding() {}

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
