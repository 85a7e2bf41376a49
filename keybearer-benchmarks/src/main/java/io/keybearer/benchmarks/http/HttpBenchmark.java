package io.keybearer.benchmarks.http;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures {@code POST /v1/keys/verify} of Keybearer on SQLite beside a bare Vert.x handler and an
 * nginx that answer the same bytes, in one run, in turn. What counts is the processor time of each
 * server for one request: all of Keybearer's own threads are in it, those that write the log and the
 * uses too. Requests per second also tell how fast the load could be made.
 */
public final class HttpBenchmark {
  private final Options options;
  private final PrintStream out;
  private final Path folder;
  private final List<Contender> contenders = new ArrayList<>();

  private HttpBenchmark(Options options, PrintStream out, Path folder) {
    this.options = options;
    this.out = out;
    this.folder = folder;
  }

  /**
   * Runs it and prints the figures.
   *
   * @param arguments {@code --connections 64 --keys 100 --rounds 5 --seconds 4 --warm-up 300000}
   */
  public static void run(PrintStream out, String... arguments)
      throws IOException, InterruptedException {
    Options options = Options.of(arguments);
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      new HttpBenchmark(options, out, folder.path()).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Path firstKey = folder.resolve("first-key");
    Map<String, String> settings = Map.of(
        "KEYBEARER_PORT", "0",
        "KEYBEARER_DATA", folder.resolve("data").toString(),
        "KEYBEARER_BOOTSTRAP_KEY_FILE", firstKey.toString());
    try {
      ServerProcess served = ServerProcess.start(KeybearerProcess.class, settings);
      List<byte[]> requests = Scene.build(served.address(), firstKey, options.keys());
      Contender keybearer = enter("Keybearer", served, requests);
      byte[] answer = keybearer.once();
      Path recorded = Files.write(folder.resolve("answer"), answer);
      enter(
          "bare Vert.x",
          ServerProcess.start(BareProcess.class, Map.of(), recorded.toString()),
          requests);
      Optional<Path> nginx = Nginx.program();
      if (nginx.isPresent()) {
        RecordedAnswer same = RecordedAnswer.of(answer);
        enter("nginx return 200", Nginx.start(nginx.get(), folder.resolve("n"), same), requests);
      }
      measure();
      print(keybearer, nginx.isPresent());
      out.println(LogStanding.of(served.address(), Files.readString(firstKey).strip()));
    } finally {
      for (Contender contender : contenders) {
        contender.close();
      }
    }
  }

  private Contender enter(String name, ServerProcess process, List<byte[]> requests)
      throws IOException {
    Contender contender = new Contender(name, process, options.connections(), requests);
    contenders.add(contender);
    return contender;
  }

  private void measure() throws IOException {
    for (Contender contender : contenders) {
      contender.warmUp(options.warmUp());
    }
    List<Contender> order = new ArrayList<>(contenders);
    for (int i = 0; i < options.rounds(); i++) {
      for (Contender contender : order) {
        contender.round(options.round());
      }
      Collections.rotate(order, 1);
    }
  }

  private void print(Contender keybearer, boolean withNginx) {
    out.printf(
        "POST /v1/keys/verify, %d connections, %d keys with addresses, scope, limit and log, SQLite%n",
        options.connections(), options.keys());
    out.println(Machine.facts());
    out.printf(
        "%d rounds of %d s each in turn, medians%n%n",
        options.rounds(), options.round().toSeconds());
    out.printf(
        "%-18s %11s %12s %12s %12s %23s%n",
        "", "requests", "processor", "median", "p99", "Keybearer's share of it");
    out.printf("%-18s %63s %11s%n", "", "by requests", "processor");
    contenders.forEach(contender -> out.println(contender.line(keybearer)));
    out.println();
    contenders.forEach(contender -> out.println(contender.rounds()));
    if (!withNginx) {
      out.println("nginx is left out: there is none on the PATH");
    }
  }
}
