package io.keybearer.benchmarks.engine;

import io.keybearer.benchmarks.Machine;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
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
   * Runs it, in about two minutes, or long.
   *
   * @param longer whether to take more rounds and longer ones, in about a quarter of an hour
   */
  public static void run(boolean longer, PrintStream out) {
    int rounds = longer ? 5 : 3;
    int seconds = longer ? 5 : 2;
    out.println("One verification in process, from memory, every rule, use and log row.");
    out.println(Machine.facts());
    out.printf("%d rounds in turn, each in a JVM of its own, medians%n%n", rounds);
    Figures figures = new Figures();
    for (int round = 0; round < rounds; round++) {
      measure(VerifyBenchmark.class, WHOLE, seconds, figures);
    }
    for (int round = 0; round < (longer ? rounds : 1); round++) {
      measure(PartsBenchmark.class, PARTS, seconds, figures);
    }
    out.print(figures.table(WHOLE, PARTS));
  }

  private static void measure(
      Class<?> benchmarks, List<String> names, int seconds, Figures figures) {
    OptionsBuilder options = new OptionsBuilder();
    names.forEach(name -> options.include(Pattern.quote(benchmarks.getName() + "." + name) + "$"));
    options
        .forks(1)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(seconds)
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
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
