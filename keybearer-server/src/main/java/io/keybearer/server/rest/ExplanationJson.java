package io.keybearer.server.rest;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.verification.ExplainedRule;
import io.keybearer.verification.Explanation;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Explanations as answers show them. */
final class ExplanationJson {
  private ExplanationJson() {}

  /**
   * Writes an explanation.
   *
   * @param row the row whose request is explained, where there is one
   */
  static void write(
      Explanation explanation, @Nullable ApiKeyLog row, Locale locale, JsonWriter json) {
    json.flag("valid", explanation.valid());
    json.text("code", explanation.code());
    json.text("rule", explanation.decisive().map(ExplainedRule::rule).orElse(null));
    json.instant("at", explanation.at());
    json.flag("now", explanation.now());
    json.object("api_key", explanation.key(), KeyJson::writeVerified);
    json.object("log", row, ExplanationJson::write);
    json.objects("rules", explanation.rules(), (rule, entry) -> write(rule, locale, entry));
  }

  private static void write(ApiKeyLog row, JsonWriter json) {
    json.printed("id", row.id());
    json.text("outcome", row.outcome());
    json.instant("at", row.at());
  }

  private static void write(ExplainedRule rule, Locale locale, JsonWriter json) {
    LimitStatus standing = rule.standing();
    Duration wait = rule.retryAfter();
    json.text("rule", rule.rule());
    json.text("code", rule.reason().name());
    json.text("result", rule.result().wireName());
    json.texts("configured", rule.configured());
    json.texts("given", rule.given());
    json.text("detail", rule.detail(locale));
    json.number("remaining", standing == null ? null : standing.remaining());
    json.number("retry_after", wait == null ? null : RateLimitFields.seconds(wait));
  }
}
