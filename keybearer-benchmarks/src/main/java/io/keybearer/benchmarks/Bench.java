package io.keybearer.benchmarks;

import io.keybearer.benchmarks.engine.EngineBenchmark;
import io.keybearer.benchmarks.http.HttpBenchmark;
import java.io.IOException;
import java.util.List;

/** The door: {@code engine}, {@code http}, or, without a name, both in short. */
public final class Bench {
  private static final String USAGE = """
      bench                         the engine and HTTP, short: about four minutes
      bench engine [--long] [NAME]  a verification in process, beside one SHA-256
      bench http [--connections N] [--keys N] [--rounds N] [--seconds N] [--warm-up N]
                                    a verification over HTTP, beside a bare handler and nginx""";

  private Bench() {}

  /**
   * Runs what is named.
   *
   * @param arguments {@code bench}, the name of a benchmark, its options
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    String name = words.isEmpty() ? "" : words.get(0);
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    try {
      run(name, rest);
    } catch (IllegalArgumentException notUnderstood) {
      System.err.println(notUnderstood.getMessage());
      System.err.println(USAGE);
      System.exit(2);
    }
  }

  private static void run(String name, List<String> rest) throws IOException, InterruptedException {
    switch (name) {
      case "" -> {
        EngineBenchmark.run(System.out, false, List.of());
        System.out.println();
        HttpBenchmark.run(System.out);
      }
      case "engine" -> {
        List<String> chosen =
            rest.stream().filter(word -> !word.equals("--long")).toList();
        EngineBenchmark.run(System.out, chosen.size() < rest.size(), chosen);
      }
      case "http" -> HttpBenchmark.run(System.out, rest.toArray(String[]::new));
      case "--help" -> System.out.println(USAGE);
      default -> throw new IllegalArgumentException("no such benchmark: " + name);
    }
  }
}
