package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Generated histories, held to an exact and slow oracle and to the published bound. */
class LocalRateLimiterHistoryTest {
  private static final String[] NAMES = {"default", "burst", "daily"};

  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void answersAsTheExactOracleDoes() {
    System.out.println("histories from -Dkeybearer.seed=" + seed);
    for (int history = 0; history < 400; history++) {
      List<NamedLimit> limits = limits();
      AtomicLong now = new AtomicLong(random.nextLong());
      Meter meter = new LocalRateLimiter(now::get).meter("k", limits);
      List<Oracle> oracles = limits.stream().map(Oracle::new).toList();
      for (int step = 0; step < 150; step++) {
        long passed = passing(limits);
        now.addAndGet(passed);
        oracles.forEach(oracle -> oracle.pass(passed));
        ask(meter, now.get(), limits, oracles);
      }
      oracles.forEach(Oracle::assertBound);
    }
  }

  private void ask(Meter meter, long now, List<NamedLimit> limits, List<Oracle> oracles) {
    long most = limits.stream().mapToLong(limit -> limit.rate().limit()).min().orElseThrow();
    long cost = random.nextInt(4) == 0 ? random.nextLong(most + 1) : Math.min(most, 1);
    boolean fits = oracles.stream().allMatch(oracle -> oracle.fits(cost));
    if (random.nextInt(10) == 0) {
      assertThat(meter.look(cost, now).accepted()).as("seed %d", seed).isEqualTo(fits);
    }
    LimitOutcome outcome = meter.take(cost, now);
    assertThat(outcome.accepted()).as("seed %d", seed).isEqualTo(fits);
    if (fits) {
      oracles.forEach(oracle -> oracle.take(cost));
    }
    for (int i = 0; i < oracles.size(); i++) {
      oracles.get(i).assertStatus(outcome.statuses().get(i), fits ? 0 : cost);
    }
    if (fits && random.nextInt(8) == 0) {
      meter.giveBack(cost, now);
      oracles.forEach(oracle -> oracle.giveBack(cost));
    }
  }

  private List<NamedLimit> limits() {
    List<NamedLimit> limits = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(NAMES.length); i++) {
      limits.add(new NamedLimit(NAMES[i], RateLimit.perSeconds(number(), number())));
    }
    return limits;
  }

  /** Of every size alike, ends included. */
  private long number() {
    long number = (long) Math.pow(10, random.nextDouble() * 9) + random.nextInt(3);
    return random.nextInt(20) == 0 ? RateLimit.MOST : Math.min(number, RateLimit.MOST);
  }

  /** Nothing, one nanosecond, about one token, or anything up to a whole window. */
  private long passing(List<NamedLimit> limits) {
    RateLimit rate = limits.get(random.nextInt(limits.size())).rate();
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> rate.windowNanos() / rate.limit();
      case 3 -> rate.windowNanos() / rate.limit() + 1;
      case 4 -> random.nextLong(rate.windowNanos() / rate.limit() * 3 + 1);
      default -> random.nextLong(rate.windowNanos() + 2) / (1 + random.nextInt(3));
    };
  }

  /** A bucket in exact numbers: its level is in tokens times the window in nanoseconds. */
  private static final class Oracle {
    private final BigInteger limit;
    private final BigInteger window;
    private final BigInteger full;
    private BigInteger level;
    private BigInteger time = BigInteger.ZERO;
    private final List<BigInteger[]> taken = new ArrayList<>();

    Oracle(NamedLimit named) {
      limit = BigInteger.valueOf(named.rate().limit());
      window = BigInteger.valueOf(named.rate().windowNanos());
      full = limit.multiply(window);
      level = full;
    }

    void pass(long nanos) {
      time = time.add(BigInteger.valueOf(nanos));
      level = level.add(limit.multiply(BigInteger.valueOf(nanos))).min(full);
    }

    boolean fits(long cost) {
      return level.compareTo(priced(cost)) >= 0;
    }

    void take(long cost) {
      level = level.subtract(priced(cost));
      taken.add(new BigInteger[] {time, BigInteger.valueOf(cost)});
    }

    void giveBack(long cost) {
      level = level.add(priced(cost)).min(full);
      taken.remove(taken.size() - 1);
    }

    void assertStatus(LimitStatus status, long denied) {
      assertThat(status.remaining()).isEqualTo(level.divide(window).longValueExact());
      assertThat(status.reset().toNanos()).isEqualTo(nanosFor(full.subtract(level)));
      assertThat(status.retryAfter().toNanos())
          .isEqualTo(nanosFor(priced(denied).subtract(level)));
    }

    /** In any span t at most limit + limit·t/window were accepted. */
    void assertBound() {
      for (int from = 0; from < taken.size(); from++) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger[] event : taken.subList(from, taken.size())) {
          sum = sum.add(event[1]);
          BigInteger span = event[0].subtract(taken.get(from)[0]);
          assertThat(sum.multiply(window)).isLessThanOrEqualTo(full.add(limit.multiply(span)));
        }
      }
    }

    private BigInteger priced(long cost) {
      return BigInteger.valueOf(cost).multiply(window);
    }

    /** How long this much takes to flow in, rounded up. */
    private long nanosFor(BigInteger amount) {
      BigInteger[] nanos = amount.max(BigInteger.ZERO).divideAndRemainder(limit);
      return nanos[0].longValueExact() + nanos[1].signum();
    }
  }
}
