package io.keybearer.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification would answer, and what every rule has to say.
 *
 * @param valid whether it would accept
 * @param code {@code VALID}, or the code of the rule that decides
 * @param rule the rule that decides; null when none refuses
 * @param at when the life cycle was looked at
 * @param now whether that is now; if not, limits and quota are left out
 * @param apiKey the key
 * @param log the row that was asked about; null when none was
 * @param rules every rule, in the order in which they are checked
 */
public record ExplanationView(
    boolean valid,
    String code,
    @Nullable String rule,
    Instant at,
    boolean now,
    VerifiedKeyView apiKey,
    @Nullable Row log,
    List<Rule> rules) {
  /** Copies the list. */
  public ExplanationView {
    rules = List.copyOf(rules);
  }

  /**
   * A row of the log.
   *
   * @param id the row
   * @param outcome what was answered then
   * @param at when
   */
  public record Row(String id, String outcome, Instant at) {
    static Row read(JsonMembers json) {
      return new Row(json.text("id"), json.text("outcome"), json.instant("at"));
    }
  }

  /**
   * What one rule has to say, whatever the others say.
   *
   * @param rule its name: {@code allowed_ips}, {@code limits.burst}
   * @param code what a verification answers when it is the first that refuses
   * @param result {@code passed}, {@code denied}, {@code shadow_denied}, {@code not_set} or {@code
   *     not_evaluated}
   * @param configured what the key says
   * @param given what the request says
   * @param detail why, in one sentence
   * @param remaining how much of a limit or quota is left; null for other rules
   * @param retryAfter seconds until a limit or quota would let the request pass; null for other
   *     rules
   */
  public record Rule(
      String rule,
      String code,
      String result,
      List<String> configured,
      List<String> given,
      String detail,
      @Nullable Long remaining,
      @Nullable Long retryAfter) {
    /** Copies the lists. */
    public Rule {
      configured = List.copyOf(configured);
      given = List.copyOf(given);
    }

    static Rule read(JsonMembers json) {
      return new Rule(
          json.text("rule"),
          json.text("code"),
          json.text("result"),
          json.texts("configured"),
          json.texts("given"),
          json.text("detail"),
          json.numberOrNull("remaining"),
          json.numberOrNull("retry_after"));
    }
  }

  static ExplanationView read(JsonMembers json) {
    return new ExplanationView(
        json.flag("valid"),
        json.text("code"),
        json.textOrNull("rule"),
        json.instant("at"),
        json.flag("now"),
        json.object("api_key", VerifiedKeyView::read),
        json.objectOrNull("log", Row::read),
        json.objects("rules", Rule::read));
  }
}
