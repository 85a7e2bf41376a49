package io.keybearer.verification;

import io.keybearer.key.KeyStatus;

/** Why a verification said no, in the order in which the reasons are looked for. */
public enum DenialReason {
  /**
   * Malformed, unknown, a wrong secret, or another company's key for a company's verifier. From
   * outside these are one.
   */
  NOT_FOUND(Remedy.ANOTHER_KEY),
  /** The key has been revoked. */
  REVOKED(Remedy.ANOTHER_KEY),
  /** The key was replaced, and its grace is over. */
  ROTATED(Remedy.ANOTHER_KEY),
  /** The key is switched off. */
  DISABLED(Remedy.ANOTHER_KEY),
  /** The key's {@code not_before} still lies ahead. */
  NOT_YET_VALID(Remedy.ANOTHER_KEY),
  /** The key's {@code expires_at} has come. */
  EXPIRED(Remedy.ANOTHER_KEY),
  /** The key's company is suspended. */
  COMPANY_SUSPENDED(Remedy.ANOTHER_KEY),
  /** The key's owner is inactive. */
  OWNER_DISABLED(Remedy.ANOTHER_KEY),
  /** The client's address is not in {@code allowed_ips}, or is not known. */
  IP_DENIED(Remedy.ANOTHER_REQUEST),
  /** The page is not in {@code allowed_referers}. */
  REFERER_DENIED(Remedy.ANOTHER_REQUEST),
  /** The request needs a higher {@code scope}. */
  INSUFFICIENT_SCOPE(Remedy.ANOTHER_REQUEST),
  /** The request needs a permission that the key does not hold. */
  INSUFFICIENT_PERMISSION(Remedy.ANOTHER_REQUEST),
  /** The method and path are not among {@code routes}. */
  ROUTE_DENIED(Remedy.ANOTHER_REQUEST),
  /** A rate limit is used up. */
  RATE_LIMITED(Remedy.LATER),
  /** The quota of the calendar period is used up. */
  QUOTA_EXCEEDED(Remedy.LATER);

  /** What could make the same caller succeed; HTTP edges answer 401, 403 and 429. */
  public enum Remedy {
    /** A good key (HTTP 401). */
    ANOTHER_KEY,
    /** A request that this key may make (HTTP 403). */
    ANOTHER_REQUEST,
    /** Patience (HTTP 429). */
    LATER
  }

  private final Remedy remedy;

  DenialReason(Remedy remedy) {
    this.remedy = remedy;
  }

  /** What could make the same caller succeed. */
  public Remedy remedy() {
    return remedy;
  }

  static DenialReason of(KeyStatus status) {
    return switch (status) {
      case REVOKED -> REVOKED;
      case ROTATED -> ROTATED;
      case DISABLED -> DISABLED;
      case NOT_YET_VALID -> NOT_YET_VALID;
      case EXPIRED -> EXPIRED;
      case ACTIVE ->
        throw new IllegalArgumentException("an active key is not denied for its status");
    };
  }
}
