package io.keybearer.key;

import io.keybearer.limit.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a company demands of its keys and their log. What concerns keys is checked when a key is issued, changed, extended or rotated.
 *
 * @param maxLife the longest time from now that {@code expires_at} may lie ahead; with it set, a
 *     key without expiry is refused; null = any
 * @param maxScope the highest scope a key may be given, at issue or by a change; a successor has its
 *     predecessor's; null = any
 * @param defaultRateLimit given to a new key that names none; null = unlimited
 * @param logRetention how long rows of its requests are kept; null = as the installation says
 */
public record CompanyRules(
    @Nullable Duration maxLife,
    @Nullable Scope maxScope,
    @Nullable RateLimit defaultRateLimit,
    @Nullable Duration logRetention) {
  /** Checks that a maximum life and a retention are positive. */
  public CompanyRules {
    if (maxLife != null && (maxLife.isNegative() || maxLife.isZero())) {
      throw new IllegalArgumentException("expected a positive maximum life");
    }
    if (logRetention != null && (logRetention.isNegative() || logRetention.isZero())) {
      throw new IllegalArgumentException("expected a positive retention of the log");
    }
  }

  /** Rules that demand nothing. */
  public static CompanyRules none() {
    return new CompanyRules(null, null, null, null);
  }
}
