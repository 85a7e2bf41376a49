package io.keybearer.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key in force that nobody has used for a while.
 *
 * @param id the key
 * @param prefix its public id
 * @param companyId whose key it is
 * @param name its name
 * @param type {@code user}, {@code service} or {@code system}
 * @param user its owner, for type {@code user}
 * @param createdAt when it was issued
 * @param lastUsedAt when it was used; null = never
 * @param days whole days since then, or since its issue
 */
public record UnusedKeyView(
    String id,
    String prefix,
    String companyId,
    String name,
    String type,
    @Nullable String user,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    long days) {
  static UnusedKeyView read(JsonMembers json) {
    return new UnusedKeyView(
        json.text("id"),
        json.text("prefix"),
        json.text("company_id"),
        json.text("name"),
        json.text("type"),
        json.textOrNull("user"),
        json.instant("created_at"),
        json.instantOrNull("last_used_at"),
        json.number("days"));
  }
}
