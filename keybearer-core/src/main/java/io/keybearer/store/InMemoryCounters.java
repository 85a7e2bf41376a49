package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.limit.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Quota counters and job leases in memory; one lock for all of them. */
final class InMemoryCounters {
  private final Map<Period, Long> used = new HashMap<>();
  private final Map<String, Lease> leases = new HashMap<>();

  synchronized OptionalLong take(ApiKeyId counter, Quota quota, Instant periodStart, long cost) {
    Period period = new Period(counter, periodStart);
    long before = used.getOrDefault(period, 0L);
    if (cost > quota.amount() - before) {
      return OptionalLong.empty();
    }
    if (cost > 0) {
      used.put(period, before + cost);
    }
    return OptionalLong.of(before + cost);
  }

  synchronized int dropBefore(Instant before) {
    int held = used.size();
    used.keySet().removeIf(period -> period.start.isBefore(before));
    return held - used.size();
  }

  synchronized boolean lease(String job, String holder, Duration length, Instant now) {
    Lease held = leases.get(job);
    if (held != null && !held.holder.equals(holder) && now.isBefore(held.until)) {
      return false;
    }
    leases.put(job, new Lease(holder, now.plus(length)));
    return true;
  }

  private record Period(ApiKeyId counter, Instant start) {}

  private record Lease(String holder, Instant until) {}
}
