package io.keybearer.benchmarks.http;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Measures what the servlet filter costs an application: the same Jetty with the same servlet, alone
 * and behind the filter, in processes of their own, in one run, in turn. What counts is the
 * processor time of each for one request.
 */
public final class FilterBenchmark {
  private static final int WARM_UP_TURNS = 6;

  private final Options options;
  private final PrintStream out;
  private final Path folder;
  private final List<Contender> contenders = new ArrayList<>();

  private FilterBenchmark(Options options, PrintStream out, Path folder) {
    this.options = options;
    this.out = out;
    this.folder = folder;
  }

  /**
   * Runs it and prints the figures.
   *
   * @param arguments as of {@link HttpBenchmark}
   */
  public static void run(PrintStream out, String... arguments) throws IOException {
    Options options = Options.of(arguments);
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new FilterBenchmark(options, out, folder.path()).run();
    }
  }

  private void run() throws IOException {
    try {
      Contender alone = enter("alone", JettyProcess.ALONE);
      enter("filter, no rows", JettyProcess.FORGETFUL);
      enter("filter, SQLite", JettyProcess.SQLITE);
      measure();
      print(alone);
    } finally {
      for (Contender contender : contenders) {
        contender.close();
      }
    }
  }

  private Contender enter(String name, String kind) throws IOException {
    Path own = Files.createDirectory(folder.resolve(kind));
    Path keys = own.resolve("keys");
    ServerProcess process = ServerProcess.start(
        JettyProcess.class,
        Map.of(),
        kind,
        own.resolve("data").toString(),
        Integer.toString(options.keys()),
        keys.toString());
    List<String> texts = kind.equals(JettyProcess.ALONE)
        ? Collections.nCopies(options.keys(), "kb_s_" + "0".repeat(62))
        : Files.readAllLines(keys);
    Contender contender = new Contender(
        name,
        process,
        options.connections(),
        texts.stream().map(text -> request(process, text)).toList());
    contenders.add(contender);
    return contender;
  }

  private static byte[] request(ServerProcess process, String key) {
    return ("GET /orders/7 HTTP/1.1\r\nHost: "
            + process.address().getAuthority()
            + "\r\nAccept: application/json\r\nUser-Agent: bench/1.0\r\nAuthorization: Bearer "
            + key
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void measure() throws IOException {
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      for (Contender contender : contenders) {
        contender.warmUp(options.warmUp() / WARM_UP_TURNS);
      }
    }
    List<Contender> order = new ArrayList<>(contenders);
    for (int i = 0; i < options.rounds(); i++) {
      for (Contender contender : order) {
        contender.round(options.round());
      }
      Collections.rotate(order, 1);
    }
  }

  private void print(Contender alone) {
    out.printf(
        "GET /orders/7 of a servlet in Jetty, %d connections, %d keys with addresses, scope and limit%n",
        options.connections(), options.keys());
    out.println(Machine.facts());
    out.printf(
        "%d rounds of %d s each in turn, medians%n%n",
        options.rounds(), options.round().toSeconds());
    out.printf(
        "%-18s %11s %12s %12s %12s %23s%n",
        "", "requests", "processor", "median", "p99", "times as much as alone");
    out.printf("%-18s %63s %11s%n", "", "by requests", "processor");
    contenders.forEach(contender -> out.println(contender.line(alone)));
    out.println();
    contenders.forEach(contender -> out.println(contender.rounds()));
  }
}
