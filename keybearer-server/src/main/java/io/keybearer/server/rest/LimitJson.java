package io.keybearer.server.rest;

import io.keybearer.key.Rule;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.server.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where limits stand, as answers show it; seconds are whole and rounded up. */
final class LimitJson {
  private static final Comparator<LimitStatus> TIGHTEST_FIRST = Comparator.comparing(
          LimitStatus::retryAfter)
      .reversed()
      .thenComparing(limit -> (double) limit.remaining() / limit.limit());

  private LimitJson() {}

  /** The limit that stands closest in the way, where there is any. */
  static Optional<LimitStatus> tightest(List<LimitStatus> limits) {
    return limits.size() == 1 ? Optional.of(limits.get(0)) : limits.stream().min(TIGHTEST_FIRST);
  }

  static void write(LimitStatus limit, JsonWriter json) {
    json.text("name", limit.name());
    json.number("limit", limit.limit());
    json.number("window", RateLimitFields.seconds(limit.window()));
    json.number("remaining", limit.remaining());
    json.number("reset", RateLimitFields.seconds(limit.reset()));
    json.number("retry_after", RateLimitFields.seconds(wait(limit)));
  }

  /** Until what was denied, or else the next request, would pass. */
  private static Duration wait(LimitStatus limit) {
    if (limit.denies() || limit.remaining() > 0) {
      return limit.retryAfter();
    }
    return limit.name().equals(Rule.QUOTA.wireName()) ? limit.reset() : limit.untilFits(1);
  }

  /** A quota and how much of it is left, as its standing among the limits says. */
  static void writeQuota(Quota quota, long remaining, Instant now, JsonWriter json) {
    json.number("amount", quota.amount());
    json.text("period", quota.period().wireName());
    json.number("used", quota.amount() - remaining);
    json.number("remaining", remaining);
    json.instant("resets_at", quota.period().endOf(now));
  }
}
