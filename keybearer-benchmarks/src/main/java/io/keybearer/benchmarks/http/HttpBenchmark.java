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
  /** So many that nobody's connections are idle for long. */
  private static final int WARM_UP_TURNS = 6;

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
    try {
      Installation here = install("here", System.getProperty("java.class.path"));
      Contender keybearer = enter("Keybearer", here);
      if (options.against() != null) {
        Installation other = install("other", options.against() + "/*");
        enter("the other build", other);
      }
      enterBareAndNginx(keybearer.once(), here.requests);
      measure();
      print(keybearer);
      out.println(LogStanding.of(here.process.address(), here.key()));
    } finally {
      for (Contender contender : contenders) {
        contender.close();
      }
    }
  }

  /** A running Keybearer, its first key, and requests to it. */
  private record Installation(ServerProcess process, String key, List<byte[]> requests) {}

  private Installation install(String name, String classPath) throws IOException {
    Path firstKey = folder.resolve(name + "-key");
    Map<String, String> settings = Map.of(
        "KEYBEARER_PORT", "0",
        "KEYBEARER_DATA", folder.resolve(name).toString(),
        "KEYBEARER_BOOTSTRAP_KEY_FILE", firstKey.toString());
    ServerProcess process = ServerProcess.start(classPath, KeybearerProcess.class, settings);
    List<byte[]> requests = Scene.build(process.address(), firstKey, options.keys());
    return new Installation(process, Files.readString(firstKey).strip(), requests);
  }

  private void enterBareAndNginx(byte[] answer, List<byte[]> requests)
      throws IOException, InterruptedException {
    Path recorded = Files.write(folder.resolve("answer"), answer);
    ServerProcess bare = ServerProcess.start(BareProcess.class, Map.of(), recorded.toString());
    enter(new Contender("bare Vert.x", bare, options.connections(), requests));
    Optional<Path> nginx = Nginx.program();
    if (nginx.isPresent()) {
      RecordedAnswer same = RecordedAnswer.of(answer);
      ServerProcess other = Nginx.start(nginx.get(), folder.resolve("nginx"), same);
      enter(new Contender("nginx return 200", other, options.connections(), requests));
    } else {
      out.println("nginx is left out: there is none on the PATH");
    }
  }

  private Contender enter(String name, Installation keybearer) throws IOException {
    return enter(new Contender(
        name,
        keybearer.process,
        options.connections(),
        keybearer.requests,
        () -> LogStanding.settle(keybearer.process.address(), keybearer.key)));
  }

  private Contender enter(Contender contender) {
    contenders.add(contender);
    return contender;
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

  private void print(Contender keybearer) {
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
    out.println();
    out.println("processor time by what threads do: " + keybearer.work());
  }
}
