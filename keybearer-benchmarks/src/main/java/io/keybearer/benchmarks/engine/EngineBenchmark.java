package io.keybearer.benchmarks.engine;

import io.keybearer.benchmarks.Machine;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package in rounds, and prints each figure beside the floor. */
public final class EngineBenchmark {
  private static final List<String> WHOLE = List.of(
      "sha256", "verify", "requestAndVerify", "verifyByTwo", "verifyWithoutRow", "verifyBare");
  private static final List<String> PARTS =
      List.of("parse", "hash", "address", "referer", "limit", "use", "row");

  private EngineBenchmark() {}

  /**
   * Runs it.
   *
   * @param longer whether to take more rounds and longer ones: twenty minutes instead of two
   * @param chosen the benchmarks to run beside the floor; all when there are none
   */
  public static void run(PrintStream out, boolean longer, List<String> chosen) {
    int rounds = longer ? 5 : 3;
    int seconds = longer ? 5 : 2;
    List<String> whole = wanted(WHOLE, chosen);
    List<String> parts = wanted(PARTS, chosen);
    out.println("One verification in process, from memory, with every rule, use and log row.");
    out.println(Machine.facts());
    out.printf("%d rounds in turn, each in a JVM of its own, medians%n%n", rounds);
    Figures figures = new Figures();
    for (int round = 0; round < rounds; round++) {
      measure(VerifyBenchmark.class, whole, seconds, figures);
      if (longer || round == 0) {
        measure(PartsBenchmark.class, parts, seconds, figures);
      }
    }
    out.print(figures.table(whole, parts));
  }

  private static List<String> wanted(List<String> all, List<String> chosen) {
    Set<String> unknown = new TreeSet<>(chosen);
    WHOLE.forEach(unknown::remove);
    PARTS.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "expected some of " + WHOLE + " and " + PARTS + ", got " + unknown);
    }
    return all.stream()
        .filter(name -> chosen.isEmpty() || chosen.contains(name) || name.equals(Figures.FLOOR))
        .toList();
  }

  private static void measure(
      Class<?> benchmarks, List<String> names, int seconds, Figures figures) {
    if (names.isEmpty()) {
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    names.forEach(name -> options.include(benchmarks.getName() + "[.]" + name + "$"));
    options
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(seconds)
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .addProfiler(ProcessorTime.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    Collection<RunResult> results;
    try {
      results = new Runner(options.build()).run();
    } catch (RunnerException failed) {
      throw new IllegalStateException("a benchmark did not run", failed);
    }
    results.forEach(figures::add);
  }
}
