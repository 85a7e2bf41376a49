package io.keybearer.limit.redis;

import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Limits that all processes over one Redis share, by its clock: GCRA with a burst of the whole
 * limit. In any span <i>t</i> all of them together accept at most {@code limit + limit·t/window}.
 *
 * <p>A take costs one round trip, and all that wait for the same counter in this process share one.
 * Where a limit is large enough (100 for every live node) and the counter is in use, tokens are
 * leased: taken ahead, a tenth of a second's worth or so, charged as if all of them were spent at
 * the end of the lease, which is after a hundredth of the window, a second at most. What is not
 * spent by then is lost. So a hot counter costs a round trip a lease, and a limit may appear a
 * little tighter than it is, never looser. A denial is remembered for as long as nothing can have
 * flowed in that would change it, a second at most.
 *
 * <p>While Redis does not answer, the {@link FailurePolicy} holds; a line of the log says so when it
 * begins and when it ends. What was counted meanwhile stays in this process. When Redis loses what
 * it holds, the limits that were in it start anew.
 *
 * <p>Redis 6.2 or newer, or Valkey. Safe for concurrent use.
 */
public final class RedisRateLimiter implements RateLimiter {
  /** For what a thread takes to wake up. */
  private static final Duration MARGIN = Duration.ofMillis(50);

  private final RedisLink link;
  private final Sharing sharing;
  private final SharedCounters counters;
  private final Unshared unshared;

  RedisRateLimiter(RedisRateLimiterBuilder parts, LongSupplier nanoTime, IntSupplier liveNodes) {
    IntSupplier nodes = () -> Math.max(1, liveNodes.getAsInt());
    link = new RedisLink(
        new Lettuce(parts.address, parts.timeout),
        new Outage(parts.address, parts.failurePolicy, nanoTime),
        Calls.probe(parts.scripts, parts.keyPrefix));
    sharing = new Sharing(
        link,
        parts.scripts,
        parts.keyPrefix,
        nanoTime,
        nodes,
        parts.timeout.multipliedBy(2).plus(MARGIN).toNanos());
    counters = new SharedCounters(sharing);
    unshared = new Unshared(parts.failurePolicy, nanoTime, nodes);
  }

  /**
   * Begins a limiter over the Redis or Valkey at this address. The builder is what an engine takes:
   * {@code Keybearer.builder(store).limiter(RedisRateLimiter.at(address))}.
   */
  public static RedisRateLimiterBuilder at(RedisAddress address) {
    return new RedisRateLimiterBuilder(address);
  }

  void start() {
    link.start();
  }

  @Override
  public Meter meter(String counter, List<NamedLimit> limits) {
    RateLimiter.check(limits);
    return limits.isEmpty()
        ? Meter.UNLIMITED
        : new RedisMeter(new CounterName(counter, limits), counters, sharing, unshared);
  }

  /** Whether limits are shared now, and not subject to the failure policy. */
  public boolean isShared() {
    return link.isUp();
  }

  /** How often Redis was asked since the start. */
  public long roundTrips() {
    return link.roundTrips();
  }

  /** How many answers the failure policy gave since the start. */
  public long unsharedAnswers() {
    return unshared.answers();
  }

  @Override
  public void close() {
    link.close();
  }

  /** How many counters this process keeps something of. */
  int counters() {
    return counters.size();
  }
}
