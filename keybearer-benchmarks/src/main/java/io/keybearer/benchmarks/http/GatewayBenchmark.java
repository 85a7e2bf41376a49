package io.keybearer.benchmarks.http;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Measures requests through nginx to a service that answers the same bytes each time, with
 * Keybearer's check by {@code auth_request} and without, in one run, in turn. Requests per second
 * are what a client sees; processor time is that of each nginx, and of Keybearer beside it.
 */
public final class GatewayBenchmark {
  private static final int WARM_UP_TURNS = 6;

  /** Begins as the load looks for it. */
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"
              + "{\"valid\":true}")
          .getBytes(StandardCharsets.US_ASCII);

  private static final String REQUEST = """
      GET /orders/7 HTTP/1.1\r
      Host: shop.example\r
      Authorization: Bearer %s\r
      \r
      """;
  private static final String AROUND = """
        upstream service { server %s; keepalive 64; }
        upstream keybearer { server %s; keepalive 64; }
      """;
  private static final String TO_SERVICE = """
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Authorization "";
            proxy_pass http://service;
      """;
  private static final String UNCHECKED = "location / {\n" + TO_SERVICE + "}\n";
  private static final String CHECKED = """
          location / {
            auth_request /_keybearer;
            auth_request_set $key_id $upstream_http_x_keybearer_key_id;
            proxy_set_header X-Keybearer-Key-Id $key_id;
      """ + TO_SERVICE + """
          }
          location = /_keybearer {
            internal;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Keybearer-Gateway %s;
            proxy_set_header X-Forwarded-Method $request_method;
            proxy_set_header X-Forwarded-Uri $request_uri;
            proxy_set_header X-Forwarded-For 203.0.113.7;
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
            proxy_pass http://keybearer/gateway/nginx;
          }
      """;

  private final Options options;
  private final PrintStream out;
  private final Path folder;
  private final List<Contender> contenders = new ArrayList<>();
  private Duration spent = Duration.ZERO;

  private GatewayBenchmark(Options options, PrintStream out, Path folder) {
    this.options = options;
    this.out = out;
    this.folder = folder;
  }

  /**
   * Runs it and prints the figures.
   *
   * @param arguments as of {@link HttpBenchmark}
   */
  public static void run(PrintStream out, String... arguments)
      throws IOException, InterruptedException {
    Options options = Options.of(arguments);
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new GatewayBenchmark(options, out, folder.path()).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Path nginx = Nginx.program()
        .orElseThrow(() -> new IllegalArgumentException("expected an nginx on the PATH"));
    Path firstKey = folder.resolve("key");
    Map<String, String> settings = Map.of(
        "KEYBEARER_PORT", "0",
        "KEYBEARER_DATA", folder.resolve("data").toString(),
        "KEYBEARER_BOOTSTRAP_KEY_FILE", firstKey.toString());
    Path recorded = Files.write(folder.resolve("answer"), ANSWER);
    try (ServerProcess keybearer = ServerProcess.start(KeybearerProcess.class, settings);
        ServerProcess service =
            ServerProcess.start(BareProcess.class, Map.of(), recorded.toString())) {
      Scene.Keys keys = Scene.keys(keybearer.address(), firstKey, options.keys());
      List<byte[]> requests = keys.verified().stream()
          .map(key -> REQUEST.formatted(key).getBytes(StandardCharsets.US_ASCII))
          .toList();
      String around = AROUND.formatted(authority(service), authority(keybearer));
      Contender checked =
          enter("with the check", nginx, around, CHECKED.formatted(keys.verifier()), requests);
      enter("without", nginx, around, UNCHECKED, requests);
      measure(keybearer);
      print(checked);
    } finally {
      for (Contender contender : contenders) {
        contender.close();
      }
    }
  }

  private static String authority(ServerProcess process) {
    URI address = process.address();
    return address.getAuthority();
  }

  private Contender enter(
      String name, Path nginx, String around, String inside, List<byte[]> requests)
      throws IOException, InterruptedException {
    Path own = folder.resolve(name.replace(' ', '-'));
    Contender contender = new Contender(
        name, Nginx.start(nginx, own, around, inside), options.connections(), requests);
    contenders.add(contender);
    return contender;
  }

  private void measure(ServerProcess keybearer) throws IOException {
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      for (Contender contender : contenders) {
        contender.warmUp(options.warmUp() / WARM_UP_TURNS);
      }
    }
    Duration before = keybearer.cpu();
    List<Contender> order = new ArrayList<>(contenders);
    for (int i = 0; i < options.rounds(); i++) {
      for (Contender contender : order) {
        contender.round(options.round());
      }
      Collections.rotate(order, 1);
    }
    // While nothing is checked, it does next to nothing.
    spent = keybearer.cpu().minus(before);
  }

  private void print(Contender checked) {
    out.printf(
        "GET through nginx to a service, %d connections, %d keys with addresses, scope, limit and log,"
            + " SQLite%n",
        options.connections(), options.keys());
    out.println(Machine.facts());
    out.printf(
        "%d rounds of %d s each in turn, medians; processor time of nginx alone%n%n",
        options.rounds(), options.round().toSeconds());
    out.printf(
        "%-18s %11s %12s %12s %12s %23s%n",
        "", "requests", "processor", "median", "p99", "share with the check");
    contenders.forEach(contender -> out.println(contender.line(checked)));
    out.println();
    contenders.forEach(contender -> out.println(contender.rounds()));
    out.printf(
        "%nKeybearer's processor time for each check: %.1f µs%n",
        spent.toNanos() / 1e3 / checked.answers());
  }
}
