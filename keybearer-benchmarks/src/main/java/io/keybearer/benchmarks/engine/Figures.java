package io.keybearer.benchmarks.engine;

import io.keybearer.benchmarks.Median;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What the rounds came to, by benchmark. For one thread. */
final class Figures {
  static final String FLOOR = "sha256";
  private static final String TIME = "time";
  private static final String BYTES = "gc.alloc.rate.norm";
  private static final List<String> BESIDE_TIME =
      List.of(ProcessorTime.CALLER, ProcessorTime.ALL, BYTES);

  private record Figure(String benchmark, String kind) {}

  private final Map<Figure, List<Double>> figures = new HashMap<>();

  void add(RunResult result) {
    String benchmark = result.getPrimaryResult().getLabel();
    note(new Figure(benchmark, TIME), result.getPrimaryResult());
    for (String kind : BESIDE_TIME) {
      Result<?> found = result.getSecondaryResults().get(kind);
      if (found != null) {
        note(new Figure(benchmark, kind), found);
      }
    }
  }

  /** Every benchmark's line, and what the goals ask for. */
  String table(List<String> whole, List<String> parts) {
    StringBuilder table = new StringBuilder(String.format(
        "%-18s %11s %9s %16s %9s %16s %12s%n",
        "for one call",
        "time",
        "/ SHA-256",
        "its processor",
        "/ SHA-256",
        "all threads'",
        "bytes"));
    whole.forEach(name -> table.append(line(name)));
    table.append("parts of it%n".formatted());
    parts.forEach(name -> table.append(line(name)));
    if (!whole.contains("verify")) {
      return table.toString();
    }
    table.append("%nA verification takes %.1f SHA-256 of its key (%.1f by processor time).%n"
        .formatted(ratio("verify", TIME), ratio("verify", ProcessorTime.CALLER)));
    if (whole.contains("verifyByTwo")) {
      table.append("Two threads do %.2f times the work of one.%n"
          .formatted(2 * of("verify", TIME) / of("verifyByTwo", TIME)));
    }
    return table.toString();
  }

  private String line(String name) {
    return "%-18s %,8.1f ns %9.2f %,13.1f ns %9.2f %,13.1f ns %,12.0f%n"
        .formatted(
            name,
            of(name, TIME),
            ratio(name, TIME),
            of(name, ProcessorTime.CALLER),
            ratio(name, ProcessorTime.CALLER),
            of(name, ProcessorTime.ALL),
            of(name, BYTES));
  }

  private double ratio(String name, String kind) {
    return of(name, kind) / of(FLOOR, kind);
  }

  private double of(String name, String kind) {
    return Median.of(figures.getOrDefault(new Figure(name, kind), List.of()));
  }

  private void note(Figure figure, Result<?> result) {
    figures.computeIfAbsent(figure, first -> new ArrayList<>()).add(result.getScore());
  }
}
