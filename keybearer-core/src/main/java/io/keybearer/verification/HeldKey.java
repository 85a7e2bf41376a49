package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Capture;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.LastUse;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.limit.Meter;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimiter;
import io.keybearer.log.Captured;
import io.keybearer.log.LogRows;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.IpAddress;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.KeyUse;
import io.keybearer.store.StoredKey;
import io.keybearer.token.KeyPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A key as a verification needs it: what the store said, with everything worked out that does not
 * change, and its latest use. Safe for concurrent use.
 */
final class HeldKey {
  private static final long NEVER = Long.MAX_VALUE;

  final StoredKey stored;
  final ApiKey key;
  final KeyAttributes attributes;
  final KeyHash hash;
  final boolean hasShadow;
  final KeyPrefix prefix;

  /** The change stamp that was current before the store was read. */
  final long stamp;

  final int lookupStripe;
  final int companyStripe;
  final Meter meter;

  /** The greatest cost that the limits and the quota could ever accept. */
  final long mostCost;

  /** A page that the key may be used from, as a request named it. */
  private record Page(@Nullable String referer, @Nullable String origin) {
    /** Longer ones are not worth their room. */
    private static final int LONGEST = 256;

    static @Nullable Page worthKeeping(VerificationRequest request) {
      Page page = new Page(request.referer(), request.origin());
      return length(page.referer) + length(page.origin) <= LONGEST ? page : null;
    }

    boolean isOf(VerificationRequest request) {
      return Objects.equals(referer, request.referer()) && Objects.equals(origin, request.origin());
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }
  }

  private final @Nullable Revocation revocation;
  private final boolean disabled;
  private final long notBefore;
  private final long retiresAt;
  private final long expiresAt;
  private final @Nullable DenialReason surroundings;
  private final long capturedUntil;
  private final LogRows.Kept usuallyKept;
  private final AtomicBoolean noted = new AtomicBoolean();
  private volatile @Nullable Page passed;
  private volatile @Nullable List<String> passedPermissions;
  private volatile long lastUsedAt = Long.MIN_VALUE;
  private volatile @Nullable IpAddress lastUsedFrom;

  HeldKey(StoredKey stored, KeyPrefix prefix, long stamp, RateLimiter limiter) {
    this.stored = stored;
    this.prefix = prefix;
    this.stamp = stamp;
    key = stored.key();
    attributes = key.attributes();
    hash = stored.hash();
    hasShadow = !attributes.shadow().isEmpty();
    lookupStripe = ChangeStamps.stripeOf(key.prefix());
    companyStripe = ChangeStamps.stripeOf(key.company());
    meter = Counting.meter(key, limiter);
    mostCost = mostCost(attributes);
    revocation = key.state().revocation();
    disabled = key.state().disabled();
    notBefore = millis(attributes.notBefore(), Long.MIN_VALUE);
    retiresAt = millis(key.state().retiresAt(), NEVER);
    expiresAt = millis(attributes.expiresAt(), NEVER);
    surroundings = surroundings(stored);
    capturedUntil = Math.max(until(key.state().capture()), until(stored.companyCapture()));
    usuallyKept = stored.addresses() == AddressDetail.FULL
        ? LogRows.Kept.USUAL
        : new LogRows.Kept(Captured.NOTHING, stored.addresses());
  }

  ApiKey key() {
    return key;
  }

  /** What the row of a request at this instant may keep. */
  LogRows.Kept kept(long now) {
    return now < capturedUntil
        ? new LogRows.Kept(
            Captured.at(now, key.state().capture(), stored.companyCapture()), stored.addresses())
        : usuallyKept;
  }

  /** What the row of a denied request may keep: no payloads. */
  LogRows.Kept keptOfDenial() {
    return usuallyKept;
  }

  /** Whether counting this key needs the store. */
  boolean needsStore() {
    return attributes.quota() != null;
  }

  /** Why the key may not be used at this instant, or null when it may: as {@link ApiKey#status}. */
  @Nullable
  DenialReason standing(long now) {
    if (revocation != null) {
      return DenialReason.REVOKED;
    }
    if (now >= retiresAt) {
      return DenialReason.ROTATED;
    }
    if (disabled) {
      return DenialReason.DISABLED;
    }
    if (now < notBefore) {
      return DenialReason.NOT_YET_VALID;
    }
    return now >= expiresAt ? DenialReason.EXPIRED : surroundings;
  }

  /** As {@link PolicyRules} has it, with the page that passed last remembered. */
  boolean passesReferers(VerificationRequest request) {
    if (attributes.allowedReferers() == null) {
      return true;
    }
    Page known = passed;
    if (known != null && known.isOf(request)) {
      return true;
    }
    boolean passes = PolicyRules.passes(Rule.ALLOWED_REFERERS, attributes, request);
    if (passes) {
      passed = Page.worthKeeping(request);
    }
    return passes;
  }

  /** As {@link PolicyRules} has it, with the permissions that passed last remembered. */
  boolean passesPermissions(List<String> needed) {
    if (needed.isEmpty() || needed.equals(passedPermissions)) {
      return true;
    }
    boolean passes = PolicyRules.passes(attributes.permissions(), needed);
    if (passes && needed.size() <= 4) {
      passedPermissions = needed;
    }
    return passes;
  }

  /**
   * Notes a use. Of uses at one instant, any one's address may stay.
   *
   * @return whether it is the first since {@link #takeUse}
   */
  boolean use(long now, @Nullable IpAddress from) {
    if (now > lastUsedAt) {
      lastUsedAt = now;
      lastUsedFrom = from;
    }
    return !noted.get() && noted.compareAndSet(false, true);
  }

  /** The latest use, to be written. */
  KeyUse takeUse(AddressDetail addresses) {
    noted.set(false);
    IpAddress from = lastUsedFrom;
    return new KeyUse(
        key().id(),
        new LastUse(
            Instant.ofEpochMilli(lastUsedAt),
            addresses.stricter(stored.addresses()).textOf(from)));
  }

  /** When it was last used here, for deciding which of two keys to keep in memory. */
  long lastUsedAt() {
    return lastUsedAt;
  }

  private static @Nullable DenialReason surroundings(StoredKey stored) {
    if (stored.companyStatus() == CompanyStatus.SUSPENDED) {
      return DenialReason.COMPANY_SUSPENDED;
    }
    return stored.ownerActive() ? null : DenialReason.OWNER_DISABLED;
  }

  private static long until(@Nullable Capture capture) {
    return capture == null ? Long.MIN_VALUE : capture.until().toEpochMilli();
  }

  private static long mostCost(KeyAttributes attributes) {
    long most = attributes.quota() == null ? Long.MAX_VALUE : attributes.quota().amount();
    for (NamedLimit limit : attributes.allLimits()) {
      most = Math.min(most, limit.rate().limit());
    }
    return most;
  }

  private static long millis(@Nullable Instant instant, long absent) {
    return instant == null ? absent : instant.toEpochMilli();
  }
}
