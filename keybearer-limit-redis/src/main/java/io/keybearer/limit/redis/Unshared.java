package io.keybearer.limit.redis;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.LocalRateLimiter;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What is answered while Redis does not answer. Never waits. Safe for concurrent use. */
final class Unshared {
  /** When to ask again, where nothing tells. */
  private static final Duration LATER = Duration.ofSeconds(1);

  private final FailurePolicy policy;
  private final IntSupplier nodes;
  private final LocalRateLimiter local;
  private final LongAdder answers = new LongAdder();

  Unshared(FailurePolicy policy, LongSupplier nanoTime, IntSupplier nodes) {
    this.policy = policy;
    this.nodes = nodes;
    local = new LocalRateLimiter(nanoTime);
  }

  /** How many answers were given. */
  long answers() {
    return answers.sum();
  }

  LimitOutcome take(CounterName name, long cost, long now) {
    answers.increment();
    return switch (policy) {
      case LOCAL ->
        cost > share(name.smallest()) ? tooMuch(name, cost, now) : meter(name).take(cost, now);
      case DENY -> denied(name, cost);
      case ALLOW -> LimitOutcome.of(true, full(name));
    };
  }

  LimitOutcome look(CounterName name, long cost, long now) {
    return switch (policy) {
      case LOCAL ->
        cost > share(name.smallest()) ? tooMuch(name, cost, now) : meter(name).look(cost, now);
      case DENY -> denied(name, cost);
      case ALLOW -> LimitOutcome.of(true, full(name));
    };
  }

  void giveBack(CounterName name, long cost, long now) {
    if (policy == FailurePolicy.LOCAL && cost <= share(name.smallest())) {
      meter(name).giveBack(cost, now);
    }
  }

  private long share(long limit) {
    return Math.max(1, limit / nodes.getAsInt());
  }

  private Meter meter(CounterName name) {
    List<NamedLimit> shares = name.limits().stream().map(this::share).toList();
    return local.meter(name.counter(), shares);
  }

  private NamedLimit share(NamedLimit limit) {
    long share = share(limit.rate().limit());
    return new NamedLimit(limit.name(), new RateLimit(share, limit.rate().window()));
  }

  /** A cost above this node's share has to wait until limits are shared again. */
  private LimitOutcome tooMuch(CounterName name, long cost, long now) {
    List<LimitStatus> standing = meter(name).look(0, now).statuses();
    return LimitOutcome.of(
        false,
        standing.stream()
            .map(status -> cost > status.limit() ? with(status, LATER) : status)
            .toList());
  }

  private static LimitStatus with(LimitStatus status, Duration retryAfter) {
    return new LimitStatus(
        status.name(),
        status.limit(),
        status.window(),
        status.remaining(),
        status.reset(),
        retryAfter);
  }

  private static LimitOutcome denied(CounterName name, long cost) {
    Duration wait = cost == 0 ? Duration.ZERO : LATER;
    return LimitOutcome.of(
        cost == 0, name.limits().stream().map(limit -> status(limit, 0, wait)).toList());
  }

  private static List<LimitStatus> full(CounterName name) {
    return name.limits().stream()
        .map(limit -> status(limit, limit.rate().limit(), Duration.ZERO))
        .toList();
  }

  private static LimitStatus status(NamedLimit limit, long remaining, Duration wait) {
    RateLimit rate = limit.rate();
    return new LimitStatus(limit.name(), rate.limit(), rate.window(), remaining, wait, wait);
  }
}
