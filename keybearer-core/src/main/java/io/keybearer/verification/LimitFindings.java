package io.keybearer.verification;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.verification.ExplainedRule.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What the rules that count have to say, as they stand, taking nothing. */
final class LimitFindings {
  private final KeyAttributes key;
  private final long cost;

  private LimitFindings(KeyAttributes key, long cost) {
    this.key = key;
    this.cost = cost;
  }

  /**
   * Refuses a cost that the key could never pay, as a verification does that comes this far.
   *
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}
   */
  static void refuseUnpayable(KeyAttributes key, long cost) {
    Quota quota = key.quota();
    long most = quota == null ? Long.MAX_VALUE : quota.amount();
    for (NamedLimit limit : key.allLimits()) {
      most = Math.min(most, limit.rate().limit());
    }
    if (cost > most) {
      throw InvalidRequestException.at("cost", ProblemCode.COST_OUT_OF_RANGE, most);
    }
  }

  /**
   * The rules as they stand.
   *
   * @param standing every rate limit in the order of the key, then its quota, if it has one
   */
  static List<ExplainedRule> of(
      KeyAttributes key, long cost, List<LimitStatus> standing, Instant now) {
    LimitFindings findings = new LimitFindings(key, cost);
    Iterator<LimitStatus> next = standing.iterator();
    List<ExplainedRule> rules = new ArrayList<>(findings.unsetRate());
    for (NamedLimit limit : key.allLimits()) {
      rules.add(findings.rate(limit, next.next()));
    }
    Quota quota = key.quota();
    rules.add(quota == null ? unsetQuota() : findings.quota(quota, next.next(), now));
    return rules;
  }

  /** The rules at another time than now: of those that are set, nothing is known. */
  static List<ExplainedRule> ofAnotherTime(KeyAttributes key, long cost) {
    LimitFindings findings = new LimitFindings(key, cost);
    List<ExplainedRule> rules = new ArrayList<>(findings.unsetRate());
    for (NamedLimit limit : key.allLimits()) {
      rules.add(findings.unknown(rule(limit), DenialReason.RATE_LIMITED, text(limit)));
    }
    Quota quota = key.quota();
    rules.add(
        quota == null
            ? unsetQuota()
            : findings.unknown(Rule.QUOTA.wireName(), DenialReason.QUOTA_EXCEEDED, text(quota)));
    return rules;
  }

  private List<ExplainedRule> unsetRate() {
    return key.rateLimit() == null
        ? List.of(unset(DenialReason.RATE_LIMITED, ExplanationText.NO_RATE_LIMIT))
        : List.of();
  }

  private static ExplainedRule unsetQuota() {
    return unset(DenialReason.QUOTA_EXCEEDED, ExplanationText.NO_QUOTA);
  }

  private static ExplainedRule unset(DenialReason reason, ExplanationText why) {
    return ExplainedRule.of(reason, Result.NOT_SET, List.of(), List.of(), Finding.of(why));
  }

  private ExplainedRule rate(NamedLimit limit, LimitStatus standing) {
    Duration wait = standing.untilFits(cost);
    Object[] arguments = {
      standing.remaining(), limit.rate().limit(), limit.rate().windowSeconds(), cost, seconds(wait)
    };
    Finding why = Finding.of(
        wait.isZero() ? ExplanationText.RATE_LEFT : ExplanationText.RATE_SPENT, arguments);
    return counted(
        rule(limit), DenialReason.RATE_LIMITED, Rule.RATE_LIMIT, text(limit), why, standing, wait);
  }

  private ExplainedRule quota(Quota quota, LimitStatus standing, Instant now) {
    boolean fits = cost <= standing.remaining();
    Finding why = Finding.of(
        fits ? ExplanationText.QUOTA_LEFT : ExplanationText.QUOTA_SPENT,
        standing.remaining(),
        quota.amount(),
        cost,
        quota.period().endOf(now));
    return counted(
        Rule.QUOTA.wireName(),
        DenialReason.QUOTA_EXCEEDED,
        Rule.QUOTA,
        text(quota),
        why,
        standing,
        fits ? Duration.ZERO : standing.reset());
  }

  private ExplainedRule counted(
      String name,
      DenialReason reason,
      Rule rule,
      String configured,
      Finding why,
      LimitStatus standing,
      Duration wait) {
    return new ExplainedRule(
        name,
        reason,
        Result.of(wait.isZero(), key.shadow().contains(rule)),
        List.of(configured),
        List.of(Long.toString(cost)),
        why.text(),
        why.arguments(),
        standing,
        wait);
  }

  private ExplainedRule unknown(String name, DenialReason reason, String configured) {
    return new ExplainedRule(
        name,
        reason,
        Result.NOT_EVALUATED,
        List.of(configured),
        List.of(Long.toString(cost)),
        ExplanationText.COUNTED_NOW_ALONE,
        List.of(),
        null,
        null);
  }

  private static String rule(NamedLimit limit) {
    return Rule.nameOfLimit(limit.name());
  }

  /** {@code 100/60}: so many in so many seconds. */
  private static String text(NamedLimit limit) {
    return limit.rate().limit() + "/" + limit.rate().windowSeconds();
  }

  /** {@code 1000/day}. */
  private static String text(Quota quota) {
    return quota.amount() + "/" + quota.period().wireName();
  }

  private static long seconds(Duration wait) {
    return wait.getNano() == 0 ? wait.getSeconds() : wait.getSeconds() + 1;
  }
}
