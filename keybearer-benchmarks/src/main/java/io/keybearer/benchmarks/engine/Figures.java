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
  private static final String BYTES = "gc.alloc.rate.norm";
  private static final String FLOOR = "sha256";

  private final Map<String, List<Double>> nanos = new HashMap<>();
  private final Map<String, List<Double>> bytes = new HashMap<>();

  void add(RunResult result) {
    String name = result.getPrimaryResult().getLabel();
    note(nanos, name, result.getPrimaryResult());
    Result<?> allocated = result.getSecondaryResults().get(BYTES);
    if (allocated != null) {
      note(bytes, name, allocated);
    }
  }

  /** Every benchmark's line, and what the goals ask for. */
  String table(List<String> whole, List<String> parts) {
    StringBuilder table =
        new StringBuilder("%-18s %12s %10s %16s%n".formatted("", "time", "x SHA-256", "allocated"));
    whole.forEach(name -> table.append(line(name)));
    table.append("%nparts of it%n".formatted());
    parts.forEach(name -> table.append(line(name)));
    table.append("%nA verification takes %.2f times one SHA-256 of the key; with its request, %.2f."
        .formatted(ratio("verify"), ratio("requestAndVerify")));
    table.append("%nTwo threads do %.2f times the work of one.%n"
        .formatted(2 * nanos("verify") / nanos("verifyByTwo")));
    return table.toString();
  }

  private String line(String name) {
    return "%-18s %,9.1f ns %10.2f %,10.0f bytes%n"
        .formatted(name, nanos(name), ratio(name), Median.of(bytes.getOrDefault(name, List.of())));
  }

  private double ratio(String name) {
    return nanos(name) / nanos(FLOOR);
  }

  private double nanos(String name) {
    return Median.of(nanos.getOrDefault(name, List.of()));
  }

  private static void note(Map<String, List<Double>> figures, String name, Result<?> result) {
    figures.computeIfAbsent(name, first -> new ArrayList<>()).add(result.getScore());
  }
}
