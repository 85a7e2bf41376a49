package io.keybearer.client;

import java.time.Instant;

/**
 * What is left of a quota.
 *
 * @param amount accepted requests a period
 * @param period {@code day}, {@code week} or {@code month}, in UTC
 * @param used how many of them are gone
 * @param remaining how many are left
 * @param resetsAt when the next period begins
 */
public record QuotaStanding(
    long amount, String period, long used, long remaining, Instant resetsAt) {
  static QuotaStanding read(JsonMembers json) {
    return new QuotaStanding(
        json.number("amount"),
        json.text("period"),
        json.number("used"),
        json.number("remaining"),
        json.instant("resets_at"));
  }
}
