package io.keybearer.problem;

import java.util.List;
import java.util.Locale;

/**
 * The stable name of a problem. The name never changes once published; its text may, and comes in
 * English, Spanish, French, German and Portuguese.
 */
public enum ProblemCode implements Problem {
  /** Some fields are wrong; each is named in the field problems. */
  INVALID_REQUEST(ProblemKind.INVALID),
  /** A value that must be there is missing. */
  REQUIRED(ProblemKind.INVALID),
  /** A value is there that this kind of thing cannot have. */
  NOT_ALLOWED(ProblemKind.INVALID),
  /** The value is none of the allowed ones; argument: the allowed ones. */
  UNKNOWN_VALUE(ProblemKind.INVALID),
  /** A text's length is outside its bounds; arguments: least and most characters. */
  WRONG_LENGTH(ProblemKind.INVALID),
  /** A text holds control characters or characters that cannot be stored. */
  CONTROL_CHARACTERS(ProblemKind.INVALID),
  /** A number is outside its range; arguments: least and most. */
  OUT_OF_RANGE(ProblemKind.INVALID),
  /** A text does not have the expected form; argument: an example of the form. */
  WRONG_FORM(ProblemKind.INVALID),
  /** An instant must lie in the future. */
  NOT_IN_FUTURE(ProblemKind.INVALID),
  /** An instant must lie after another; argument: the other field. */
  NOT_AFTER(ProblemKind.INVALID),
  /** A list is empty where null would mean "any". */
  EMPTY_LIST(ProblemKind.INVALID),
  /** A list or map has too many entries; argument: the most. */
  TOO_MANY(ProblemKind.INVALID),
  /** A list names the same thing twice. */
  DUPLICATE(ProblemKind.INVALID),
  /** Not a strict IPv4 or IPv6 address or CIDR block. */
  ADDRESS_INVALID(ProblemKind.INVALID),
  /** A CIDR block with host bits set; arguments: what came, the corrected form. */
  ADDRESS_HOST_BITS(ProblemKind.INVALID),
  /** Not a referer pattern. */
  REFERER_INVALID(ProblemKind.INVALID),
  /** Not a permission, or a reserved one that does not exist. */
  PERMISSION_INVALID(ProblemKind.INVALID),
  /** Not a route rule. */
  ROUTE_INVALID(ProblemKind.INVALID),
  /** A duration must be positive. */
  DURATION_NOT_POSITIVE(ProblemKind.INVALID),
  /** The cost of a verification is negative or above the key's limit. */
  COST_OUT_OF_RANGE(ProblemKind.INVALID),
  /** The company forbids this value; argument: what it allows. */
  COMPANY_RULE(ProblemKind.INVALID),
  /** The page cursor was not made by this list. */
  CURSOR_INVALID(ProblemKind.INVALID),
  /** A credential came twice, or in two places. */
  CREDENTIAL_REPEATED(ProblemKind.INVALID),
  /** Servers could read the path of the request as different ones. */
  ADDRESS_AMBIGUOUS(ProblemKind.INVALID),
  /** No credential, or one that is not accepted. */
  UNAUTHENTICATED(ProblemKind.UNAUTHENTICATED),
  /** The caller's key is known and no longer, or not yet, good; argument: the verification code. */
  KEY_UNUSABLE(ProblemKind.UNAUTHENTICATED),
  /** The caller may not make this request with this key; argument: the verification code. */
  KEY_RESTRICTED(ProblemKind.FORBIDDEN),
  /** The caller lacks a permission; argument: its name. */
  PERMISSION_MISSING(ProblemKind.FORBIDDEN),
  /** Only the platform may do this. */
  PLATFORM_ONLY(ProblemKind.FORBIDDEN),
  /** The result would be able to do more than its caller; argument: the field. */
  GRANTS_TOO_MUCH(ProblemKind.FORBIDDEN),
  /** There is no such thing, or not for this caller. */
  NOT_FOUND(ProblemKind.NOT_FOUND),
  /** Another live key of the company has this name. */
  NAME_TAKEN(ProblemKind.CONFLICT),
  /** The owner has as many keys as an owner may have; argument: how many. */
  TOO_MANY_KEYS(ProblemKind.CONFLICT),
  /** Another company has this slug. */
  SLUG_TAKEN(ProblemKind.CONFLICT),
  /** The key is revoked, and that is final. */
  KEY_REVOKED(ProblemKind.CONFLICT),
  /** The key has been rotated: its successor is the one to work with. */
  KEY_ROTATED(ProblemKind.CONFLICT),
  /** The key has expired. */
  KEY_EXPIRED(ProblemKind.CONFLICT),
  /** The key never expires, so extending would shorten its life. */
  KEY_NEVER_EXPIRES(ProblemKind.CONFLICT),
  /** The new expiry lies past the company's maximum life. */
  PAST_MAXIMUM_LIFE(ProblemKind.CONFLICT),
  /** A key cannot rotate itself without grace: its caller would be locked out. */
  ROTATES_ITSELF(ProblemKind.CONFLICT),
  /** The company belongs to the platform and cannot be changed this way. */
  PLATFORM_COMPANY(ProblemKind.CONFLICT),
  /** The idempotency key was used before with another body. */
  IDEMPOTENCY_MISMATCH(ProblemKind.CONFLICT),
  /** The version named is not the current one. */
  VERSION_MISMATCH(ProblemKind.PRECONDITION_FAILED),
  /** The caller's key has used up a rate limit. */
  RATE_LIMITED(ProblemKind.EXHAUSTED),
  /** The caller's key has used up its quota. */
  QUOTA_EXCEEDED(ProblemKind.EXHAUSTED),
  /** The store could not answer. */
  STORE_UNAVAILABLE(ProblemKind.UNAVAILABLE),
  /** A reading took too long; the time that it covers has to be narrowed. */
  RANGE_TOO_WIDE(ProblemKind.INVALID),
  /** More is waiting to be written than can be kept. */
  OVERLOADED(ProblemKind.UNAVAILABLE);

  private final ProblemKind kind;

  ProblemCode(ProblemKind kind) {
    this.kind = kind;
  }

  @Override
  public ProblemKind kind() {
    return kind;
  }

  @Override
  public String text(Locale locale, List<String> arguments) {
    return Texts.OF_CORE.text(locale, name(), arguments);
  }

  /** Read when the first text is asked for. */
  private static final class Texts {
    static final ProblemTexts OF_CORE = ProblemTexts.beside(ProblemCode.class);
  }
}
