package io.keybearer.verification;

import io.keybearer.limit.LimitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a key and what it has to say of a request, whatever the other rules say.
 *
 * @param rule as {@link Verification.Denied#rule()} names it
 * @param reason what a verification answers when this rule is the first that denies
 * @param result what it comes to
 * @param configured what the key says, as texts; empty where it says nothing
 * @param given what the request says, as a row of the log would keep it; empty where it says nothing
 * @param text why, as a stable name
 * @param arguments what fills the places of the text
 * @param standing where a limit or quota stands; null for other rules and at another time than now
 * @param retryAfter how long until a limit or quota would let the request pass, when nothing more is
 *     taken; zero when it does now; null as {@code standing}
 */
public record ExplainedRule(
    String rule,
    DenialReason reason,
    Result result,
    List<String> configured,
    List<String> given,
    ExplanationText text,
    List<String> arguments,
    @Nullable LimitStatus standing,
    @Nullable Duration retryAfter) {
  /** Copies the lists. */
  public ExplainedRule {
    configured = List.copyOf(configured);
    given = List.copyOf(given);
    arguments = List.copyOf(arguments);
  }

  /** What a rule comes to. */
  public enum Result {
    /** Nothing against the request. */
    PASSED("passed"),
    /** The request may not go on. */
    DENIED("denied"),
    /** It would deny, but stands in the key's {@code shadow} and only reports. */
    SHADOW_DENIED("shadow_denied"),
    /** The key sets no such rule. */
    NOT_SET("not_set"),
    /** It counts, and counters are known for now alone. */
    NOT_EVALUATED("not_evaluated");

    private final String wireName;

    Result(String wireName) {
      this.wireName = wireName;
    }

    /** The lower-case name used in answers. */
    public String wireName() {
      return wireName;
    }

    /** What a rule comes to that is set. */
    static Result of(boolean passes, boolean onlyReports) {
      if (passes) {
        return PASSED;
      }
      return onlyReports ? SHADOW_DENIED : DENIED;
    }
  }

  /** A rule that counts nothing. */
  static ExplainedRule of(
      DenialReason reason,
      Result result,
      List<String> configured,
      List<String> given,
      Finding why) {
    String rule = reason.rule();
    if (rule == null) {
      throw new IllegalArgumentException(reason + " is no rule of a key");
    }
    return new ExplainedRule(
        rule, reason, result, configured, given, why.text(), why.arguments(), null, null);
  }

  /** Whether a verification would deny for this, or for a rule before it. */
  public boolean denies() {
    return result == Result.DENIED;
  }

  /** Says why in one sentence, in the reader's language. */
  public String detail(Locale locale) {
    return text.in(locale, arguments);
  }
}
