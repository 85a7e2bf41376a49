package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One of the servers, the connections to it, and what its rounds came to. */
final class Contender implements AutoCloseable {
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(1);

  private final String name;
  private final ServerProcess process;
  private final LoadGenerator load;
  private final List<Round> rounds = new ArrayList<>();

  Contender(String name, ServerProcess process, int connections, List<byte[]> requests)
      throws IOException {
    this.name = name;
    this.process = process;
    this.load = new LoadGenerator(process.socket(), connections, requests);
  }

  /** One measured round; times in microseconds. */
  private record Round(double perSecond, double cpu, double median, double p99) {}

  String name() {
    return name;
  }

  byte[] once() throws IOException {
    return load.once();
  }

  void warmUp(int requests) throws IOException {
    load.run(LONGEST_WARM_UP, requests);
  }

  void round(Duration span) throws IOException {
    Duration before = process.cpu();
    LoadGenerator.Load came = load.run(span, Integer.MAX_VALUE);
    Duration used = process.cpu().minus(before);
    rounds.add(new Round(
        came.answers() * 1e9 / came.nanos(),
        used.toNanos() / 1e3 / came.answers(),
        came.median() / 1e3,
        came.p99() / 1e3));
  }

  double perSecond() {
    return medianOf(Round::perSecond);
  }

  /** Processor time of the server's process for one request, in microseconds. */
  double cpu() {
    return medianOf(Round::cpu);
  }

  String line() {
    return "%-14s %,10.0f/s %10.1f µs %12.0f µs %12.0f µs"
        .formatted(name, perSecond(), cpu(), medianOf(Round::median), medianOf(Round::p99));
  }

  String rounds() {
    StringBuilder line = new StringBuilder("%-14s".formatted(name));
    for (Round round : rounds) {
      line.append(" %,.0f/s at %.1f µs;".formatted(round.perSecond, round.cpu));
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    load.close();
    process.close();
  }

  private double medianOf(ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
