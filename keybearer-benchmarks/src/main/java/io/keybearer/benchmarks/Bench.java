package io.keybearer.benchmarks;

import io.keybearer.benchmarks.engine.EngineBenchmark;
import io.keybearer.benchmarks.http.FilterBenchmark;
import io.keybearer.benchmarks.http.GatewayBenchmark;
import io.keybearer.benchmarks.http.HttpBenchmark;
import io.keybearer.benchmarks.limit.LimitBenchmark;
import io.keybearer.benchmarks.log.LogBenchmark;
import io.keybearer.benchmarks.log.SpoolBenchmark;
import io.keybearer.benchmarks.scale.FloodBenchmark;
import io.keybearer.benchmarks.scale.ListBenchmark;
import io.keybearer.benchmarks.scale.MemoryBenchmark;
import io.keybearer.benchmarks.scale.UsageBenchmark;
import java.io.IOException;
import java.util.List;

/** The door: {@code engine}, {@code http}, or, without a name, both in short. */
public final class Bench {
  private static final String USAGE = """
      bench                         the engine and HTTP, short: about four minutes
      bench engine [--long] [NAME]  a verification in process, beside one SHA-256
      bench http [--connections N] [--keys N] [--rounds N] [--seconds N] [--warm-up N]
                 [--against FOLDER] a verification over HTTP, beside a bare handler, nginx and another build
      bench filter [--connections N] [--keys N] [--rounds N] [--seconds N] [--warm-up N]
                                    a servlet in Jetty, alone and behind the filter
      bench gateway [--connections N] [--keys N] [--rounds N] [--seconds N] [--warm-up N]
                 requests through nginx to a service, with the check and without
      bench memory [KEYS]           the heap for each key in memory; of 1,000,000 unless told
      bench flood [KEYS]            unknown keys, 1,000,000 unless told
      bench list [KEYS]             finding and listing among 1,000,000 keys on SQLite
      bench usage [ROWS] [postgres] reading 1,000,000 log rows and their counts, on SQLite unless told;
                                    or jdbc:postgresql://… without a log
      bench spool [FOLDER]          rows of the log into the spool; on the disk of the folder
      bench limit [redis://…]       limits shared over Redis, one of its own unless told
      bench log [ROWS]              log rows through the store, beside raw COPY and raw INSERT""";

  private static final int MILLION = 1_000_000;

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
      case "filter" -> FilterBenchmark.run(System.out, rest.toArray(String[]::new));
      case "gateway" -> GatewayBenchmark.run(System.out, rest.toArray(String[]::new));
      case "memory" -> MemoryBenchmark.run(System.out, keys(rest));
      case "flood" -> FloodBenchmark.run(System.out, keys(rest));
      case "list" -> ListBenchmark.run(System.out, keys(rest));
      case "usage" ->
        UsageBenchmark.run(System.out, keys(rest), rest.size() > 1 ? rest.get(1) : null);
      case "spool" -> SpoolBenchmark.run(System.out, rest);
      case "limit" -> LimitBenchmark.run(System.out, rest);
      case "log" -> LogBenchmark.run(System.out, rest);
      case "--help" -> System.out.println(USAGE);
      default -> throw new IllegalArgumentException("no such benchmark: " + name);
    }
  }

  private static int keys(List<String> rest) {
    if (rest.isEmpty()) {
      return MILLION;
    }
    if (!rest.get(0).matches("[1-9][0-9]{3,7}")) {
      throw new IllegalArgumentException(
          "expected a number from 1000 to 99999999, got " + rest.get(0));
    }
    return Integer.parseInt(rest.get(0));
  }
}
