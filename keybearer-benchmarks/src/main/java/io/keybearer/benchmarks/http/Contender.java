package io.keybearer.benchmarks.http;

import io.keybearer.benchmarks.Median;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One of the servers, the connections to it, and what its rounds came to. */
final class Contender implements AutoCloseable {
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);

  private final String name;
  private final ServerProcess process;
  private final LoadGenerator load;
  private final Rest rest;
  private final List<Round> rounds = new ArrayList<>();
  private long answers;

  Contender(String name, ServerProcess process, int connections, List<byte[]> requests)
      throws IOException {
    this(name, process, connections, requests, () -> {});
  }

  /** Makes one that has work left after a round; none goes on during the rounds of others. */
  Contender(String name, ServerProcess process, int connections, List<byte[]> requests, Rest rest)
      throws IOException {
    this.name = name;
    this.process = process;
    this.rest = rest;
    this.load = new LoadGenerator(process.socket(), connections, requests);
  }

  /** Waits for the work that a round has left. */
  @FunctionalInterface
  interface Rest {
    void await() throws IOException;
  }

  /** One measured round; times in microseconds. */
  private record Round(
      double perSecond,
      double cpu,
      List<Double> shares,
      double median,
      double p99,
      double cpuOfRest) {}

  /** How many requests were answered in its rounds. */
  long answers() {
    return answers;
  }

  byte[] once() throws IOException {
    return load.once();
  }

  void warmUp(int requests) throws IOException {
    load.run(LONGEST_WARM_UP, requests);
    rest.await();
  }

  void round(Duration span) throws IOException {
    Duration before = process.cpu();
    ThreadTicks ticksBefore = process.ticks();
    LoadGenerator.Load came = load.run(span, Integer.MAX_VALUE);
    answers += came.answers();
    ThreadTicks ticks = process.ticks();
    Duration after = process.cpu();
    Duration used = after.minus(before);
    rest.await();
    Duration usedByRest = process.cpu().minus(after);
    rounds.add(new Round(
        came.answers() * 1e9 / came.nanos(),
        used.toNanos() / 1e3 / came.answers(),
        ticks.known() ? ticks.sharesSince(ticksBefore) : List.of(),
        came.median() / 1e3,
        came.p99() / 1e3,
        usedByRest.toNanos() / 1e3 / came.answers()));
  }

  /** Its figures, and how many times as much as it another does with the same. */
  String line(Contender other) {
    return "%-18s %,9.0f/s %9.1f µs %9.0f µs %9.0f µs %11.2f %11.2f"
        .formatted(
            name,
            median(Round::perSecond),
            median(Round::cpu),
            median(Round::median),
            median(Round::p99),
            other.median(Round::perSecond) / median(Round::perSecond),
            median(Round::cpu) / other.median(Round::cpu));
  }

  /** What its processor time goes to, where the system tells. */
  String work() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < ThreadTicks.WORK.size(); i++) {
      int work = i;
      line.append(" %.1f µs %s;"
          .formatted(
              median(round ->
                  round.shares.isEmpty() ? Double.NaN : round.cpu * round.shares.get(work)),
              ThreadTicks.WORK.get(i)));
    }
    line.append(" afterwards %.1f µs".formatted(median(Round::cpuOfRest)));
    return line.toString();
  }

  /** Every round by itself, to see how steady the machine was. */
  String rounds() {
    StringBuilder line = new StringBuilder("%-18s".formatted(name));
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

  private double median(Function<Round, Double> figure) {
    return Median.of(rounds.stream().map(figure).toList());
  }
}
