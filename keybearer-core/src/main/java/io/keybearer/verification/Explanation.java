package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a verification would answer, and what each rule of the key has to say, in the order in which
 * they are checked. Every rule speaks for itself: those after the first that denies are there too.
 *
 * @param key the key, as the store has it now
 * @param at the instant at which its life cycle was looked at
 * @param now whether that is now; at another time nothing is known of limits and quota, and neither
 *     {@link #valid} nor {@link #code} speaks of them
 * @param rules every rule; {@code rate_limit} and {@code quota} even where the key has none
 */
public record Explanation(ApiKey key, Instant at, boolean now, List<ExplainedRule> rules) {
  /** Copies the list. */
  public Explanation {
    rules = List.copyOf(rules);
  }

  /** Whether the request would go on. */
  public boolean valid() {
    return decisive().isEmpty();
  }

  /** {@code VALID}, or the code of the rule that decides. */
  public String code() {
    return decisive().map(rule -> rule.reason().name()).orElse(Verification.Accepted.CODE);
  }

  /**
   * The rule that a verification would deny for: the first; of several rate limits that deny, the
   * one to wait for longest. Nothing when none denies.
   */
  public Optional<ExplainedRule> decisive() {
    Optional<ExplainedRule> first = rules.stream().filter(ExplainedRule::denies).findFirst();
    return first.flatMap(rule -> rules.stream()
        .filter(other -> other.denies() && other.reason() == rule.reason())
        .max(Comparator.comparing(Explanation::wait)));
  }

  private static Duration wait(ExplainedRule rule) {
    return Objects.requireNonNullElse(rule.retryAfter(), Duration.ZERO);
  }
}
