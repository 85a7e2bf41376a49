package io.keybearer.key;

import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of a key, already checked and parsed. How it is checked stands with
 * the cleaning of a {@code KeyDraft}.
 *
 * @param name 1–100 characters, unique among a company's keys that are neither revoked nor rotated
 * @param user the owner's id; present exactly for type {@code user}
 * @param scope how far the key reaches in the customer's API
 * @param permissions finer powers; may be none
 * @param routes which methods and paths it may be used on; null = any
 * @param notBefore the first instant at which it is valid; null = from issue
 * @param expiresAt the first instant at which it is no longer valid; null = never expires
 * @param allowedIps where it may be used from; null = anywhere
 * @param allowedReferers which pages may use it; null = any
 * @param allowMissingReferer whether a request without referer and origin passes that list
 * @param rateLimit accepted requests a window; null = unlimited
 * @param limits further named limits, each of which must also hold
 * @param quota accepted requests a calendar period; null = unlimited
 * @param shadow rules that report and do not deny
 * @param metadata the customer's own facts: at most 50, keys 1–64 and values up to 500 characters
 * @param tags the customer's own labels: at most 20 of 1–50 characters
 */
public record KeyAttributes(
    String name,
    @Nullable String user,
    Scope scope,
    Permissions permissions,
    @Nullable AllowedRoutes routes,
    @Nullable Instant notBefore,
    @Nullable Instant expiresAt,
    @Nullable AllowedAddresses allowedIps,
    @Nullable AllowedReferers allowedReferers,
    boolean allowMissingReferer,
    @Nullable RateLimit rateLimit,
    List<NamedLimit> limits,
    @Nullable Quota quota,
    Set<Rule> shadow,
    Map<String, String> metadata,
    List<String> tags) {
  /** Copies the collections, in order. */
  public KeyAttributes {
    limits = List.copyOf(limits);
    shadow = Set.copyOf(shadow);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
  }

  /** The same with another expiry. */
  public KeyAttributes withExpiresAt(@Nullable Instant instant) {
    return withLife(notBefore, instant);
  }

  /** The same with another span of validity. */
  public KeyAttributes withLife(@Nullable Instant from, @Nullable Instant until) {
    return new KeyAttributes(
        name,
        user,
        scope,
        permissions,
        routes,
        from,
        until,
        allowedIps,
        allowedReferers,
        allowMissingReferer,
        rateLimit,
        limits,
        quota,
        shadow,
        metadata,
        tags);
  }

  /** Every rate limit that must hold: {@code rate_limit} under the name "default", then the rest. */
  public List<NamedLimit> allLimits() {
    if (rateLimit == null) {
      return limits;
    }
    List<NamedLimit> all = new ArrayList<>(limits.size() + 1);
    all.add(NamedLimit.own(rateLimit));
    all.addAll(limits);
    return List.copyOf(all);
  }
}
