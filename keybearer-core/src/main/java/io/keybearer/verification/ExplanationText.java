package io.keybearer.verification;

import io.keybearer.problem.ProblemTexts;
import java.util.List;
import java.util.Locale;

/**
 * Why a rule comes to what it comes to: the stable name of a sentence in English, Spanish, French,
 * German and Portuguese.
 */
public enum ExplanationText {
  /** Not revoked. */
  NOT_REVOKED,
  /** Revoked; argument: when. */
  REVOKED,
  /** Revoked after the instant asked about; argument: when. */
  REVOKED_LATER,
  /** Without successor. */
  NO_SUCCESSOR,
  /** Replaced and in its grace; argument: until when. */
  IN_GRACE,
  /** Replaced and retired; arguments: when, the successor's id. */
  RETIRED,
  /** Switched on. */
  ENABLED,
  /** Switched off. */
  DISABLED,
  /** Without a first instant. */
  NO_BEGINNING,
  /** The first instant has come; argument: when. */
  BEGUN,
  /** The first instant lies ahead; argument: when. */
  NOT_BEGUN,
  /** Without an end. */
  NO_END,
  /** The end lies ahead; argument: when. */
  NOT_ENDED,
  /** The end has come; argument: when. */
  ENDED,
  /** The company is active. */
  COMPANY_ACTIVE,
  /** The company is suspended. */
  COMPANY_SUSPENDED,
  /** A type of key without owner. */
  NO_OWNER,
  /** The owner is active. */
  OWNER_ACTIVE,
  /** The owner is inactive. */
  OWNER_INACTIVE,
  /** No address list. */
  ANY_ADDRESS,
  /** No address came. */
  ADDRESS_MISSING,
  /** The address is listed; arguments: it, the entry. */
  ADDRESS_LISTED,
  /** The address is not listed; argument: it. */
  ADDRESS_NOT_LISTED,
  /** No entry is of the address's family; argument: the address. */
  ADDRESS_OF_OTHER_FAMILY,
  /** An IPv4-mapped address is listed; arguments: it, how it was read, the entry. */
  MAPPED_ADDRESS_LISTED,
  /** An IPv4-mapped address is not listed; arguments: it, how it was read. */
  MAPPED_ADDRESS_NOT_LISTED,
  /** No referer list. */
  ANY_PAGE,
  /** The page is listed; argument: the pattern. */
  PAGE_LISTED,
  /** No page came, and the key allows that. */
  PAGE_MISSING_ALLOWED,
  /** No page came. */
  PAGE_MISSING,
  /** A header is no page. */
  PAGE_MALFORMED,
  /** Referer and origin disagree. */
  ORIGINS_DISAGREE,
  /** No pattern matches. */
  PAGE_NOT_LISTED,
  /** Only the origin came, and it is listed with a path. */
  PAGE_WITHOUT_PATH,
  /** No scope is needed. */
  NO_SCOPE_NEEDED,
  /** The scope suffices; arguments: needed, held. */
  SCOPE_HELD,
  /** The scope that the method needs suffices; arguments: needed, held, the method. */
  SCOPE_OF_METHOD_HELD,
  /** The scope is too low; arguments: needed, held. */
  SCOPE_TOO_LOW,
  /** The scope is too low for the method; arguments: needed, held, the method. */
  SCOPE_TOO_LOW_FOR_METHOD,
  /** No permission is needed. */
  NO_PERMISSION_NEEDED,
  /** Every permission needed is held. */
  PERMISSIONS_HELD,
  /** Some permission is not held; argument: which. */
  PERMISSION_NOT_HELD,
  /** A power over Keybearer is not listed; argument: which. */
  POWER_NOT_LISTED,
  /** No routes. */
  ANY_ROUTE,
  /** Method or path is missing. */
  ROUTE_INCOMPLETE,
  /** The path can be read in several ways. */
  PATH_AMBIGUOUS,
  /** A route matches; argument: which. */
  ROUTE_LISTED,
  /** The path is listed with other methods; argument: where. */
  METHOD_NOT_LISTED,
  /** No route matches. */
  ROUTE_NOT_LISTED,
  /** No rate limit. */
  NO_RATE_LIMIT,
  /** Enough is left of a rate; arguments: left, limit, window in seconds, cost. */
  RATE_LEFT,
  /** Too little is left of a rate; arguments: left, limit, window, cost, wait in seconds. */
  RATE_SPENT,
  /** No quota. */
  NO_QUOTA,
  /** Enough is left of a quota; arguments: left, amount, cost, when it is renewed. */
  QUOTA_LEFT,
  /** Too little is left of a quota; arguments: left, amount, cost, when it is renewed. */
  QUOTA_SPENT,
  /** Counters are known for now alone. */
  COUNTED_NOW_ALONE;

  /** Says it in the reader's language, in English where we do not have it. */
  String in(Locale locale, List<String> arguments) {
    return Texts.ALL.text(locale, name(), arguments);
  }

  /** Read when the first explanation is asked for. */
  private static final class Texts {
    static final ProblemTexts ALL = ProblemTexts.beside(ExplanationText.class, "explanations");
  }
}
