package io.keybearer.benchmarks.log;

import com.sun.management.OperatingSystemMXBean;
import io.keybearer.benchmarks.Median;
import io.keybearer.log.ApiKeyLog;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Contenders that write the same rows in turns; whoever begins a round ends the next one. Used by
 * one thread.
 */
final class Ingest {
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<Contender> contenders;
  private final Supplier<Stream<ProcessHandle>> database;
  private final Map<Contender, Figures> figures = new LinkedHashMap<>();

  /** What one contender's rounds came to, in microseconds a row. */
  private record Figures(List<Double> time, List<Double> ownProcessor, List<Double> allProcessors) {
    Figures() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Makes one.
   *
   * @param contenders the first is the one that others are compared with
   * @param database the processes of the database that are not this one
   */
  Ingest(List<Contender> contenders, Supplier<Stream<ProcessHandle>> database) {
    this.database = database;
    this.contenders = List.copyOf(contenders);
    this.contenders.forEach(contender -> figures.put(contender, new Figures()));
  }

  /** Lets all of them write, and counts unless it is to warm up. */
  void round(int number, List<List<ApiKeyLog>> batches) throws SQLException {
    for (int i = 0; i < contenders.size(); i++) {
      int place = number % 2 == 0 ? i : contenders.size() - 1 - i;
      run(contenders.get(place), batches, number >= 0);
    }
  }

  private void run(Contender contender, List<List<ApiKeyLog>> batches, boolean counts)
      throws SQLException {
    long own = process.getProcessCpuTime();
    long others = databasesNanos();
    long start = System.nanoTime();
    int rows = 0;
    for (List<ApiKeyLog> batch : batches) {
      contender.writing().write(batch);
      rows += batch.size();
    }
    double micros = 1_000.0 * rows;
    double time = (System.nanoTime() - start) / micros;
    double ownTime = (process.getProcessCpuTime() - own) / micros;
    double othersTime = (databasesNanos() - others) / micros;
    if (counts) {
      Figures of = figures.get(contender);
      if (of == null) {
        throw new IllegalArgumentException("expected one of the contenders");
      }
      of.time.add(time);
      of.ownProcessor.add(ownTime);
      of.allProcessors.add(ownTime + othersTime);
    }
  }

  private long databasesNanos() {
    return database
        .get()
        .mapToLong(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }

  /** Prints medians, and shares of the first contender: how many rows for the same time. */
  void print(PrintStream out) {
    out.printf(
        "%-22s %10s %12s %16s %16s %8s %8s%n",
        "", "rows/s", "µs a row", "processor here", "and database's", "share", "by cpu");
    Figures floor = figures.values().iterator().next();
    figures.forEach((contender, of) -> out.printf(
        "%-22s %,10.0f %12.2f %16.2f %16.2f %8.2f %8.2f%n",
        contender.name(),
        1e6 / Median.of(of.time),
        Median.of(of.time),
        Median.of(of.ownProcessor),
        Median.of(of.allProcessors),
        Median.of(ratios(floor.time, of.time)),
        Median.of(ratios(floor.allProcessors, of.allProcessors))));
  }

  /** Round by round, since a machine's speed changes from one to the next. */
  private static List<Double> ratios(List<Double> floor, List<Double> of) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      ratios.add(floor.get(i) / of.get(i));
    }
    return ratios;
  }
}
