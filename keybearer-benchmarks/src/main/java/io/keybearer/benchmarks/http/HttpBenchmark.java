package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures {@code POST /v1/keys/verify} of Keybearer on SQLite beside a bare Vert.x handler that
 * answers the same bytes, in one run, in turn. What counts is the processor time of each server's
 * process for one request, and the ratio of the two: all of Keybearer's own threads are in it, those
 * that write the log and the uses too.
 */
public final class HttpBenchmark {
  private HttpBenchmark() {}

  /**
   * Runs it and prints the figures.
   *
   * @param arguments {@code --connections 64 --keys 100 --rounds 5 --seconds 4 --warm-up 300000}
   */
  public static void run(PrintStream out, String... arguments) throws IOException {
    Options options = Options.of(arguments);
    Path folder = Files.createTempDirectory("keybearer-bench");
    try {
      run(options, folder, out);
    } finally {
      delete(folder);
    }
  }

  private static void run(Options options, Path folder, PrintStream out) throws IOException {
    Path firstKey = folder.resolve("first-key");
    Path answer = folder.resolve("answer");
    Map<String, String> settings = Map.of(
        "KEYBEARER_PORT", "0",
        "KEYBEARER_DATA", folder.resolve("data").toString(),
        "KEYBEARER_BOOTSTRAP_KEY_FILE", firstKey.toString());
    ServerProcess served = ServerProcess.start(KeybearerProcess.class, settings);
    List<byte[]> requests = Scene.build(served.address(), firstKey, options.keys());
    try (Contender keybearer =
        new Contender("Keybearer", served, options.connections(), requests)) {
      Files.write(answer, keybearer.once());
      try (Contender bare = new Contender(
          "bare Vert.x",
          ServerProcess.start(BareProcess.class, Map.of(), answer.toString()),
          options.connections(),
          requests)) {
        measure(options, bare, keybearer, out);
      }
      out.println(LogStanding.of(served.address(), Files.readString(firstKey).strip()));
    }
  }

  private static void measure(Options options, Contender bare, Contender keybearer, PrintStream out)
      throws IOException {
    out.printf(
        "POST /v1/keys/verify, %d connections, %d keys with address list, scope, rate limit and log,"
            + " SQLite%n%d processors, Java %s; %d rounds of %d s each in turn, medians%n%n",
        options.connections(),
        options.keys(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        options.rounds(),
        options.round().toSeconds());
    bare.warmUp(options.warmUp());
    keybearer.warmUp(options.warmUp());
    for (int i = 0; i < options.rounds(); i++) {
      bare.round(options.round());
      keybearer.round(options.round());
    }
    out.printf(
        "%-14s %12s %13s %15s %15s%n", "", "requests", "processor", "median answer", "p99 answer");
    out.println(bare.line());
    out.println(keybearer.line());
    out.printf(
        "%nKeybearer uses %.2f times the processor time of the bare handler for each request.%n%n",
        keybearer.cpu() / bare.cpu());
    out.println(bare.rounds());
    out.println(keybearer.rounds());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
