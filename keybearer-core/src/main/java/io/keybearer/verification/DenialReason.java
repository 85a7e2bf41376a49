package io.keybearer.verification;

import io.keybearer.key.KeyStatus;
import io.keybearer.key.Rule;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/** Why a verification said no, in the order in which the reasons are looked for. */
public enum DenialReason {
  /**
   * Malformed, unknown, a wrong secret, or another company's key for a company's verifier. From
   * outside these are one.
   */
  NOT_FOUND(Remedy.ANOTHER_KEY, null),
  /** The key has been revoked. */
  REVOKED(Remedy.ANOTHER_KEY, "revoked"),
  /** The key was replaced, and its grace is over. */
  ROTATED(Remedy.ANOTHER_KEY, "retires_at"),
  /** The key is switched off. */
  DISABLED(Remedy.ANOTHER_KEY, "disabled"),
  /** The key's {@code not_before} still lies ahead. */
  NOT_YET_VALID(Remedy.ANOTHER_KEY, "not_before"),
  /** The key's {@code expires_at} has come. */
  EXPIRED(Remedy.ANOTHER_KEY, "expires_at"),
  /** The key's company is suspended. */
  COMPANY_SUSPENDED(Remedy.ANOTHER_KEY, "company"),
  /** The key's owner is inactive. */
  OWNER_DISABLED(Remedy.ANOTHER_KEY, "owner"),
  /** The client's address is not in {@code allowed_ips}, or is not known. */
  IP_DENIED(Remedy.ANOTHER_REQUEST, Rule.ALLOWED_IPS.wireName()),
  /** The page is not in {@code allowed_referers}. */
  REFERER_DENIED(Remedy.ANOTHER_REQUEST, Rule.ALLOWED_REFERERS.wireName()),
  /** The request needs a higher {@code scope}. */
  INSUFFICIENT_SCOPE(Remedy.ANOTHER_REQUEST, Rule.SCOPE.wireName()),
  /** The request needs a permission that the key does not hold. */
  INSUFFICIENT_PERMISSION(Remedy.ANOTHER_REQUEST, Rule.PERMISSIONS.wireName()),
  /** The method and path are not among {@code routes}. */
  ROUTE_DENIED(Remedy.ANOTHER_REQUEST, Rule.ROUTES.wireName()),
  /** A rate limit is used up. */
  RATE_LIMITED(Remedy.LATER, Rule.RATE_LIMIT.wireName()),
  /** The quota of the calendar period is used up. */
  QUOTA_EXCEEDED(Remedy.LATER, Rule.QUOTA.wireName());

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
  private final @Nullable String rule;

  DenialReason(Remedy remedy, @Nullable String rule) {
    this.remedy = remedy;
    this.rule = rule;
  }

  /** What could make the same caller succeed. */
  public Remedy remedy() {
    return remedy;
  }

  /**
   * The rule of the key that denies for this reason, by the attribute that it reads: {@code
   * revoked}, {@code allowed_ips}; {@code company} and {@code owner} for whom it belongs to. Null
   * for {@code NOT_FOUND}, which is no rule of a key.
   */
  public @Nullable String rule() {
    return rule;
  }

  /** The same as a refusal of the request that was made with the key. */
  public KeybearerException refusal() {
    return switch (remedy) {
      case ANOTHER_KEY ->
        this == NOT_FOUND
            ? new KeybearerException(ProblemCode.UNAUTHENTICATED)
            : new KeybearerException(ProblemCode.KEY_UNUSABLE, name());
      case ANOTHER_REQUEST -> new KeybearerException(ProblemCode.KEY_RESTRICTED, name());
      case LATER ->
        new KeybearerException(
            this == QUOTA_EXCEEDED ? ProblemCode.QUOTA_EXCEEDED : ProblemCode.RATE_LIMITED);
    };
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
