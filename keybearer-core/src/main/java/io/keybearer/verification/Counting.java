package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules that count: rate limits in memory, then the quota in the store, all or nothing. They
 * come last, so that a request denied for another reason costs nothing.
 */
final class Counting {
  /** The name under which a quota stands among a key's limits. */
  static final String QUOTA = "quota";

  /** What counting came to. */
  record Outcome(@Nullable DenialReason denial, List<LimitStatus> limits) {}

  private final RateLimiter limiter;
  private final LongSupplier nanoTime;
  private final Store store;

  Counting(RateLimiter limiter, LongSupplier nanoTime, Store store) {
    this.limiter = limiter;
    this.nanoTime = nanoTime;
    this.store = store;
  }

  /**
   * Refuses a cost that no key could ever pay.
   *
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}
   */
  static void refuseNegative(long cost) {
    if (cost < 0) {
      throw InvalidRequestException.at("cost", ProblemCode.COST_OUT_OF_RANGE, Long.MAX_VALUE);
    }
  }

  /** Whether counting this key needs the store. */
  static boolean needsStore(ApiKey key) {
    return key.attributes().quota() != null;
  }

  /**
   * Takes the cost from every limit, or from none.
   *
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}, when the cost can never be accepted
   */
  Outcome take(ApiKey key, long cost, Instant now, Set<Rule> shadowDenied) {
    KeyAttributes attributes = key.attributes();
    List<NamedLimit> limits = attributes.allLimits();
    Quota quota = attributes.quota();
    checkCost(cost, limits, quota);
    LimitOutcome rate = meter(key).take(cost, nanoTime.getAsLong());
    if (!rate.accepted()) {
      if (!attributes.shadow().contains(Rule.RATE_LIMIT)) {
        return new Outcome(DenialReason.RATE_LIMITED, rate.statuses());
      }
      shadowDenied.add(Rule.RATE_LIMIT);
    }
    return quota == null
        ? new Outcome(null, rate.statuses())
        : takeQuota(key, quota, cost, now, rate, shadowDenied);
  }

  private Outcome takeQuota(
      ApiKey key, Quota quota, long cost, Instant now, LimitOutcome rate, Set<Rule> shadowDenied) {
    OptionalLong taken;
    LimitStatus status;
    try {
      taken = store.takeQuota(key.state().lineage(), quota, quota.period().startOf(now), cost);
      long used = taken.isPresent() ? taken.getAsLong() : used(key, quota, now);
      status = status(quota, now, used, taken.isEmpty() && cost > 0);
    } catch (StoreUnavailableException down) {
      giveBack(key, rate, cost);
      throw down;
    }
    if (!status.denies()) {
      return new Outcome(null, with(rate.statuses(), status));
    }
    if (key.attributes().shadow().contains(Rule.QUOTA)) {
      shadowDenied.add(Rule.QUOTA);
      return new Outcome(null, with(rate.statuses(), status));
    }
    giveBack(key, rate, cost);
    return new Outcome(DenialReason.QUOTA_EXCEEDED, with(rateStatuses(key), status));
  }

  /** How much of the period's amount is used: all of it when the amount is below what was taken. */
  private long used(ApiKey key, Quota quota, Instant now) {
    return store
        .takeQuota(key.state().lineage(), quota, quota.period().startOf(now), 0)
        .orElse(quota.amount());
  }

  private void giveBack(ApiKey key, LimitOutcome rate, long cost) {
    if (rate.accepted()) {
      meter(key).giveBack(cost, nanoTime.getAsLong());
    }
  }

  private List<LimitStatus> rateStatuses(ApiKey key) {
    return meter(key).look(0, nanoTime.getAsLong()).statuses();
  }

  private static List<LimitStatus> with(List<LimitStatus> statuses, LimitStatus last) {
    List<LimitStatus> all = new ArrayList<>(statuses);
    all.add(last);
    return List.copyOf(all);
  }

  /** Where the limits stand, touching none. */
  List<LimitStatus> look(ApiKey key, Instant now) {
    List<LimitStatus> statuses = rateStatuses(key);
    Quota quota = key.attributes().quota();
    if (quota == null) {
      return statuses;
    }
    return with(statuses, status(quota, now, used(key, quota, now), false));
  }

  /** Keys of one lineage share their counters. */
  private Meter meter(ApiKey key) {
    return limiter.meter(key.state().lineage().toString(), key.attributes().allLimits());
  }

  private static void checkCost(long cost, List<NamedLimit> limits, @Nullable Quota quota) {
    long most = quota == null ? Long.MAX_VALUE : quota.amount();
    for (NamedLimit limit : limits) {
      most = Math.min(most, limit.rate().limit());
    }
    if (cost > most) {
      throw InvalidRequestException.at("cost", ProblemCode.COST_OUT_OF_RANGE, most);
    }
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
