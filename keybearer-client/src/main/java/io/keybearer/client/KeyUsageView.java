package io.keybearer.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a key is used.
 *
 * @param id the key
 * @param lastUsedAt when it was last used; null = never
 * @param lastAddress from where, if in the last seven days
 * @param lastUserAgent with what, if in the last seven days
 * @param addressesThisWeek from how many addresses in the last seven days
 * @param addressesExact false when there were so many requests that not all were looked at
 * @param outcomes its requests of the last thirty days by verdict
 * @param wrongSecrets the last times when somebody came with its public id and a wrong secret
 */
public record KeyUsageView(
    String id,
    @Nullable Instant lastUsedAt,
    @Nullable String lastAddress,
    @Nullable String lastUserAgent,
    long addressesThisWeek,
    boolean addressesExact,
    List<Outcome> outcomes,
    List<WrongSecret> wrongSecrets) {
  /** Copies the lists. */
  public KeyUsageView {
    outcomes = List.copyOf(outcomes);
    wrongSecrets = List.copyOf(wrongSecrets);
  }

  /**
   * Requests with one verdict.
   *
   * @param outcome the verification code
   * @param tally how many, and how long they took
   */
  public record Outcome(String outcome, UsageView.Tally tally) {
    static Outcome read(JsonMembers json) {
      return new Outcome(json.text("outcome"), UsageView.Tally.read(json));
    }
  }

  /**
   * Somebody came with a wrong secret.
   *
   * @param at when
   * @param ipAddress from where
   * @param userAgent with what
   */
  public record WrongSecret(
      Instant at, @Nullable String ipAddress, @Nullable String userAgent) {
    static WrongSecret read(JsonMembers json) {
      return new WrongSecret(
          json.instant("at"), json.textOrNull("ip_address"), json.textOrNull("user_agent"));
    }
  }

  static KeyUsageView read(JsonMembers json) {
    return new KeyUsageView(
        json.text("id"),
        json.instantOrNull("last_used_at"),
        json.textOrNull("last_address"),
        json.textOrNull("last_user_agent"),
        json.number("addresses_this_week"),
        json.flag("addresses_exact"),
        json.objects("outcomes", Outcome::read),
        json.objects("wrong_secrets", WrongSecret::read));
  }
}
