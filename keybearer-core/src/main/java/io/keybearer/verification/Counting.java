package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimiter;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that count: rate limits, then the quota in the store, all or nothing. They come last, so
 * that a request denied for another reason costs nothing.
 */
final class Counting {
  /** The name under which a quota stands among a key's limits. */
  static final String QUOTA = "quota";

  /** What counting came to. */
  record Outcome(@Nullable DenialReason denial, LimitOutcome limits) {}

  /** When a verification counts, by the wall clock and by the monotonic one. */
  record Moment(long millis, long nanos) {
    Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  private final RateLimiter limiter;
  private final Store store;

  Counting(RateLimiter limiter, Store store) {
    this.limiter = limiter;
    this.store = store;
  }

  /** The meter of a key's rate limits; keys of one lineage share their counters. */
  static Meter meter(ApiKey key, RateLimiter limiter) {
    return limiter.meter(key.state().lineage().toString(), key.attributes().allLimits());
  }

  /**
   * Refuses a cost that no key could ever pay.
   *
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}
   */
  static void refuseNegative(long cost) {
    if (cost < 0) {
      throw outOfRange(Long.MAX_VALUE);
    }
  }

  /**
   * Takes the cost from every limit, or from none.
   *
   * @param mayWait whether this thread may wait for the store or for another keeper of counters
   * @return null when it would have had to wait and must not; nothing was taken then
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}, when the cost can never be accepted
   */
  @Nullable
  Outcome take(HeldKey key, long cost, Moment now, Set<Rule> shadowDenied, boolean mayWait) {
    if (cost > key.mostCost) {
      throw outOfRange(key.mostCost);
    }
    LimitOutcome rate =
        mayWait ? key.meter.take(cost, now.nanos) : key.meter.takeAtOnce(cost, now.nanos);
    if (rate == null) {
      return null;
    }
    if (!rate.accepted()) {
      if (!key.attributes.shadow().contains(Rule.RATE_LIMIT)) {
        return new Outcome(DenialReason.RATE_LIMITED, rate);
      }
      shadowDenied.add(Rule.RATE_LIMIT);
    }
    Quota quota = key.attributes.quota();
    return quota == null
        ? new Outcome(null, rate)
        : takeQuota(key, quota, cost, now, rate, shadowDenied);
  }

  private Outcome takeQuota(
      HeldKey key, Quota quota, long cost, Moment now, LimitOutcome rate, Set<Rule> shadowDenied) {
    LimitStatus status;
    try {
      OptionalLong taken = takeFromStore(key.key(), quota, now.instant(), cost);
      long used = taken.isPresent() ? taken.getAsLong() : used(key.key(), quota, now.instant());
      status = status(quota, now.instant(), used, taken.isEmpty() && cost > 0);
    } catch (StoreUnavailableException down) {
      giveBack(key, rate, cost, now);
      throw down;
    }
    if (!status.denies()) {
      return new Outcome(null, with(rate.statuses(), status));
    }
    if (key.attributes.shadow().contains(Rule.QUOTA)) {
      shadowDenied.add(Rule.QUOTA);
      return new Outcome(null, with(rate.statuses(), status));
    }
    giveBack(key, rate, cost, now);
    return new Outcome(DenialReason.QUOTA_EXCEEDED, with(rateStatuses(key.meter, now), status));
  }

  /** Where the limits stand, touching none. */
  List<LimitStatus> look(ApiKey key, Moment now) {
    List<LimitStatus> statuses = rateStatuses(meter(key, limiter), now);
    Quota quota = key.attributes().quota();
    if (quota == null) {
      return statuses;
    }
    long used = used(key, quota, now.instant());
    return with(statuses, status(quota, now.instant(), used, false)).statuses();
  }

  /** How much of the period's amount is used: all of it when the amount is below what was taken. */
  private long used(ApiKey key, Quota quota, Instant now) {
    return takeFromStore(key, quota, now, 0).orElse(quota.amount());
  }

  private OptionalLong takeFromStore(ApiKey key, Quota quota, Instant now, long cost) {
    return store.takeQuota(key.state().lineage(), quota, quota.period().startOf(now), cost);
  }

  private static void giveBack(HeldKey key, LimitOutcome rate, long cost, Moment now) {
    if (rate.accepted()) {
      key.meter.giveBack(cost, now.nanos);
    }
  }

  private static List<LimitStatus> rateStatuses(Meter meter, Moment now) {
    return meter.look(0, now.nanos).statuses();
  }

  private static LimitOutcome with(List<LimitStatus> statuses, LimitStatus last) {
    List<LimitStatus> all = new ArrayList<>(statuses);
    all.add(last);
    return LimitOutcome.of(!last.denies(), all);
  }

  private static InvalidRequestException outOfRange(long most) {
    return InvalidRequestException.at("cost", ProblemCode.COST_OUT_OF_RANGE, most);
  }

  private static LimitStatus status(Quota quota, Instant now, long used, boolean denies) {
    Instant start = quota.period().startOf(now);
    Instant end = quota.period().endOf(now);
    Duration reset = Duration.between(now, end);
    return new LimitStatus(
        QUOTA,
        quota.amount(),
        Duration.between(start, end),
        Math.max(0, quota.amount() - used),
        reset,
        denies ? reset : Duration.ZERO);
  }
}
