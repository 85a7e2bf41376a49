package io.keybearer.verification;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.verification.ExplainedRule.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules that look at the request have to say. Whether one passes is {@link PolicyRules}'
 * word, as in a verification; here it is only said why.
 */
final class PolicyFindings {
  private final KeyAttributes key;
  private final Question question;
  private final VerificationRequest shown;

  private PolicyFindings(KeyAttributes key, Question question, VerificationRequest shown) {
    this.key = key;
    this.question = question;
    this.shown = shown;
  }

  /**
   * All of them, in order.
   *
   * @param shown what may be shown of the request's endpoint, method, referer and origin
   */
  static List<ExplainedRule> of(KeyAttributes key, Question question, VerificationRequest shown) {
    PolicyFindings findings = new PolicyFindings(key, question, shown);
    List<ExplainedRule> rules = new ArrayList<>();
    for (Rule rule : PolicyRules.IN_ORDER) {
      rules.add(findings.explained(rule));
    }
    return rules;
  }

  private ExplainedRule explained(Rule rule) {
    List<String> configured = configured(rule);
    Result result = configured == null
        ? Result.NOT_SET
        : Result.of(
            PolicyRules.passes(rule, key, question.request()),
            PolicyRules.onlyReports(rule, key, question.request()));
    return ExplainedRule.of(
        PolicyRules.reason(rule),
        result,
        configured == null ? List.of() : configured,
        given(rule),
        why(rule));
  }

  /** What the key says; null where it sets no such rule. */
  private @Nullable List<String> configured(Rule rule) {
    AllowedAddresses addresses = key.allowedIps();
    AllowedReferers referers = key.allowedReferers();
    AllowedRoutes routes = key.routes();
    return switch (rule) {
      case ALLOWED_IPS -> addresses == null ? null : addresses.texts();
      case ALLOWED_REFERERS -> referers == null ? null : referers.texts();
      case SCOPE -> List.of(key.scope().wireName());
      case PERMISSIONS -> key.permissions().texts();
      case ROUTES -> routes == null ? null : routes.texts();
      case RATE_LIMIT, QUOTA -> throw new IllegalArgumentException("counting rules are not policy");
    };
  }

  private List<String> given(Rule rule) {
    VerificationRequest request = question.request();
    return switch (rule) {
      case ALLOWED_IPS ->
        given("", question.ipAsGiven() == null ? request.ip() : question.ipAsGiven());
      case ALLOWED_REFERERS -> {
        List<String> pages = new ArrayList<>(given("Referer: ", shown.referer()));
        pages.addAll(given("Origin: ", shown.origin()));
        yield pages;
      }
      case SCOPE -> {
        Scope needed = request.neededScope();
        yield given("", needed == null ? null : needed.wireName());
      }
      case PERMISSIONS -> request.permissions();
      case ROUTES -> {
        String method = shown.method() == null ? "" : shown.method() + " ";
        yield shown.endpoint() == null
            ? given("", shown.method())
            : List.of(method + shown.endpoint());
      }
      case RATE_LIMIT, QUOTA -> throw new IllegalArgumentException("counting rules are not policy");
    };
  }

  private static List<String> given(String label, @Nullable Object value) {
    return value == null ? List.of() : List.of(label + value);
  }

  private Finding why(Rule rule) {
    VerificationRequest request = question.request();
    return switch (rule) {
      case ALLOWED_IPS ->
        PolicySentences.ofAddress(key.allowedIps(), request.ip(), question.ipAsGiven());
      case ALLOWED_REFERERS -> PolicySentences.ofPage(key, request);
      case SCOPE -> PolicySentences.ofScope(key.scope(), request);
      case PERMISSIONS -> PolicySentences.ofPermissions(key, request);
      case ROUTES -> PolicySentences.ofRoute(key.routes(), request.method(), request.endpoint());
      case RATE_LIMIT, QUOTA -> throw new IllegalArgumentException("counting rules are not policy");
    };
  }
}
