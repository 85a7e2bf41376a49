package io.keybearer.benchmarks;

import io.keybearer.benchmarks.engine.EngineBenchmark;
import io.keybearer.benchmarks.http.HttpBenchmark;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The door: {@code engine}, {@code http}, or, without a name, both in short. */
public final class Bench {
  private static final String USAGE = """
      bench                  the engine and HTTP, short: about four minutes
      bench engine [--long]  a verification in process, beside one SHA-256
      bench http [--connections N] [--keys N] [--rounds N] [--seconds N] [--warm-up N]
                             a verification over HTTP, beside a bare handler""";

  private Bench() {}

  /**
   * Runs what is named.
   *
   * @param arguments {@code bench}, the name of a benchmark, its options
   */
  public static void main(String[] arguments) throws IOException {
    String name = arguments.length < 2 ? "" : arguments[1];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(2, arguments.length), arguments.length);
    switch (name) {
      case "" -> {
        EngineBenchmark.run(false, System.out);
        System.out.println();
        HttpBenchmark.run(System.out);
      }
      case "engine" -> EngineBenchmark.run(List.of(rest).contains("--long"), System.out);
      case "http" -> HttpBenchmark.run(System.out, rest);
      default -> {
        System.err.println(USAGE);
        System.exit(2);
      }
    }
  }
}
