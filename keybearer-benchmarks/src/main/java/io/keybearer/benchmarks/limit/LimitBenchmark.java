package io.keybearer.benchmarks.limit;

import io.keybearer.benchmarks.Machine;
import io.keybearer.benchmarks.Median;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import io.keybearer.limit.redis.RedisAddress;
import io.keybearer.limit.redis.RedisRateLimiter;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes from one hot counter over Redis, one after the other: each a round trip, and through leases,
 * in turns; and three nodes that want more of one limit than there is.
 */
public final class LimitBenchmark {
  private static final int ROUNDS = 7;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration RUSH = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So many that no limit is large enough for leases. */
  private static final int TOO_MANY_NODES = Integer.MAX_VALUE;

  private static final int NODES = 3;
  private static final RateLimit PLENTY = RateLimit.perSeconds(RateLimit.MOST, 60);
  private static final RateLimit SCARCE = RateLimit.perSeconds(50_000, 1);

  private final PrintStream out;
  private final RedisAddress address;
  private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);

  private LimitBenchmark(PrintStream out, RedisAddress address) {
    this.out = out;
    this.address = address;
  }

  /**
   * Runs it over the Redis that is named, or over one that is started for it.
   *
   * @param words nothing, or {@code redis://…}
   */
  public static void run(PrintStream out, List<String> words) throws IOException {
    if (words.isEmpty()) {
      try (OwnRedis redis = OwnRedis.start()) {
        new LimitBenchmark(out, redis.address()).run();
      }
    } else {
      new LimitBenchmark(out, RedisAddress.parse(words.get(0))).run();
    }
  }

  private void run() {
    out.println("takes from one counter over " + address);
    out.println(Machine.facts());
    out.println();
    hotCounter();
    out.println();
    scarceLimit();
  }

  private void hotCounter() {
    List<Double> roundTrips = new ArrayList<>();
    List<Double> leased = new ArrayList<>();
    try (RedisRateLimiter each = limiter(TOO_MANY_NODES);
        RedisRateLimiter ahead = limiter(1)) {
      for (int round = -1; round < ROUNDS; round++) {
        double slow = takesASecond(meter(each, PLENTY));
        double fast = takesASecond(meter(ahead, PLENTY));
        // The first round warms up.
        if (round >= 0) {
          roundTrips.add(slow);
          leased.add(fast);
        }
      }
      requireShared(List.of(each, ahead));
    }
    double slow = Median.of(roundTrips);
    double fast = Median.of(leased);
    out.printf("each a round trip   %,14.0f takes a second%n", slow);
    out.printf("through leases      %,14.0f takes a second%n", fast);
    out.printf("times               %,14.1f%n", fast / slow);
  }

  private void scarceLimit() {
    List<RedisRateLimiter> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        nodes.add(limiter(NODES));
      }
      Rush rush = new Rush(nodes.stream().map(node -> meter(node, SCARCE)).toList(), RUSH);
      long accepted = rush.accepted();
      long most = SCARCE.limit()
          + (long) (SCARCE.limit() * (rush.nanos() / (double) SCARCE.window().toNanos()));
      requireShared(nodes);
      out.printf(
          "%d nodes that want more than %,d a second, for %s%n", NODES, SCARCE.limit(), RUSH);
      out.printf("accepted            %,14d%n", accepted);
      out.printf("allowed             %,14d  used %.3f%n", most, accepted / (double) most);
      long asked = nodes.stream().mapToLong(RedisRateLimiter::roundTrips).sum();
      out.printf("questions to Redis  %,14d%n", asked);
      if (accepted > most) {
        throw new IllegalStateException("more was accepted than the limit allows");
      }
    } finally {
      nodes.forEach(RedisRateLimiter::close);
    }
  }

  private RedisRateLimiter limiter(int nodes) {
    return RedisRateLimiter.at(address)
        .keyPrefix("keybearer:bench:" + run + ":" + nodes + ":")
        .timeout(PATIENCE)
        .create(System::nanoTime, () -> nodes);
  }

  private static Meter meter(RedisRateLimiter limiter, RateLimit rate) {
    return limiter.meter("hot", List.of(NamedLimit.own(rate)));
  }

  private static double takesASecond(Meter meter) {
    long takes = 0;
    long start = System.nanoTime();
    long now = start;
    while (now - start < ROUND.toNanos()) {
      if (!meter.take(1, now).accepted()) {
        throw new IllegalStateException("denied, where there is plenty");
      }
      takes++;
      now = System.nanoTime();
    }
    return takes * 1e9 / (now - start);
  }

  private static void requireShared(List<RedisRateLimiter> limiters) {
    if (limiters.stream().anyMatch(limiter -> limiter.unsharedAnswers() > 0)) {
      throw new IllegalStateException("Redis did not answer all the time; is it there?");
    }
  }
}
