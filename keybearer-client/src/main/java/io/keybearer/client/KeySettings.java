package io.keybearer.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the attributes that a key can be issued with and that can later be changed. The server
 * checks them, all together. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class KeySettings<B extends KeySettings<B>>
    permits NewKey.Builder, KeyChange.Builder {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  KeySettings() {}

  abstract B self();

  final B with(String attribute, @Nullable Object value) {
    members.put(attribute, value);
    return self();
  }

  final Map<String, @Nullable Object> members() {
    return members;
  }

  /** Finer powers: {@code orders:read}, {@code orders:*}; at most 100. */
  public final B permissions(List<String> names) {
    return with("permissions", List.copyOf(names));
  }

  /** The methods and paths it may be used on: {@code GET /orders/*}; 1–100. */
  public final B routes(List<String> rules) {
    return with("routes", List.copyOf(rules));
  }

  /** The first instant at which it is valid. */
  public final B notBefore(Instant instant) {
    return with("not_before", instant.toString());
  }

  /** The first instant at which it is no longer valid. */
  public final B expiresAt(Instant instant) {
    return with("expires_at", instant.toString());
  }

  /** Addresses and CIDR blocks it may be used from; 1–100. */
  public final B allowedIps(List<String> addresses) {
    return with("allowed_ips", List.copyOf(addresses));
  }

  /** Pages that may use it: {@code https://*.example.com/app/*}; 1–100. */
  public final B allowedReferers(List<String> patterns) {
    return with("allowed_referers", List.copyOf(patterns));
  }

  /** Whether a request without referer and origin passes that list. */
  public final B allowMissingReferer(boolean allowed) {
    return with("allow_missing_referer", allowed);
  }

  /** Accepted requests a window, 1–1,000,000,000. */
  public final B rateLimit(long limit) {
    return with("rate_limit", limit);
  }

  /** The window in seconds, 1–1,000,000,000; 3600 unless said. */
  public final B rateLimitWindow(long seconds) {
    return with("rate_limit_window", seconds);
  }

  /** Further limits that must hold too. */
  public final B limits(List<NamedLimit> named) {
    return with("limits", named.stream().map(NamedLimit::members).toList());
  }

  /** Accepted requests each {@code day}, {@code week} or {@code month} in UTC. */
  public final B quota(long amount, String period) {
    with("quota", amount);
    return with("quota_period", period);
  }

  /** Rules that only report: {@code allowed_ips}, {@code rate_limit} … */
  public final B shadow(List<String> rules) {
    return with("shadow", List.copyOf(rules));
  }

  /** Own facts: at most 50, names 1–64 and values up to 500 characters. */
  public final B metadata(Map<String, String> facts) {
    return with("metadata", new LinkedHashMap<>(facts));
  }

  /** Own labels: at most 20 of 1–50 characters. */
  public final B tags(List<String> labels) {
    return with("tags", List.copyOf(labels));
  }
}
