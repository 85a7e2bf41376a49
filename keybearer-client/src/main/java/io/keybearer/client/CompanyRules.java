package io.keybearer.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a company demands of its keys; what is null is not demanded.
 *
 * @param maxLife how far ahead {@code expires_at} may lie
 * @param maxScope the highest scope a key may have: {@code read}, {@code write} or {@code admin}
 * @param defaultRateLimit given to a new key that names no limit
 * @param defaultRateLimitWindow seconds; null with a limit means 3600 when sent
 * @param logRetention how long rows of its requests are kept; null = as the installation says
 */
public record CompanyRules(
    @Nullable Duration maxLife,
    @Nullable String maxScope,
    @Nullable Long defaultRateLimit,
    @Nullable Long defaultRateLimitWindow,
    @Nullable Duration logRetention) {
  /** Rules that demand nothing. */
  public static CompanyRules none() {
    return new CompanyRules(null, null, null, null, null);
  }

  static CompanyRules read(JsonMembers json) {
    return new CompanyRules(
        json.durationOrNull("max_life"),
        json.textOrNull("max_scope"),
        json.numberOrNull("default_rate_limit"),
        json.numberOrNull("default_rate_limit_window"),
        json.durationOrNull("log_retention"));
  }

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("max_life", maxLife == null ? null : Wire.duration(maxLife));
    members.put("max_scope", maxScope);
    members.put("default_rate_limit", defaultRateLimit);
    if (defaultRateLimitWindow != null || defaultRateLimit == null) {
      members.put("default_rate_limit_window", defaultRateLimitWindow);
    }
    if (logRetention != null) {
      members.put("log_retention", Wire.duration(logRetention));
    }
    return members;
  }
}
