package io.keybearer.key;

import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AddressDetail;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a company demands of its keys, checked when a key is issued, changed, extended or rotated; and
 * what is kept of requests made with them.
 *
 * @param maxLife the longest time from now that {@code expires_at} may lie ahead; with it set, a
 *     key without expiry is refused; null = any
 * @param maxScope the highest scope a key may be given, at issue or by a change; a successor has its
 *     predecessor's; null = any
 * @param defaultRateLimit given to a new key that names none; null = unlimited
 * @param logRetention how long rows of its requests are kept; null = as the installation says
 * @param logAddresses how much of clients' addresses is stored, where the installation stores no less
 * @param capture whether payloads of requests with any of its keys are kept, and until when
 */
public record CompanyRules(
    @Nullable Duration maxLife,
    @Nullable Scope maxScope,
    @Nullable RateLimit defaultRateLimit,
    @Nullable Duration logRetention,
    AddressDetail logAddresses,
    @Nullable Capture capture) {
  /** Checks that a maximum life and a retention are positive. */
  public CompanyRules {
    if (maxLife != null && (maxLife.isNegative() || maxLife.isZero())) {
      throw new IllegalArgumentException("expected a positive maximum life");
    }
    if (logRetention != null && (logRetention.isNegative() || logRetention.isZero())) {
      throw new IllegalArgumentException("expected a positive retention of the log");
    }
  }

  /** Rules that say nothing of what is kept. */
  public CompanyRules(
      @Nullable Duration maxLife, @Nullable Scope maxScope, @Nullable RateLimit defaultRateLimit) {
    this(maxLife, maxScope, defaultRateLimit, null, AddressDetail.FULL, null);
  }

  /** The same, with payloads kept or not. */
  public CompanyRules withCapture(@Nullable Capture value) {
    return new CompanyRules(maxLife, maxScope, defaultRateLimit, logRetention, logAddresses, value);
  }

  /** Rules that demand nothing. */
  public static CompanyRules none() {
    return new CompanyRules(null, null, null);
  }
}
