package io.keybearer.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verification tells of the key.
 *
 * @param id never changes
 * @param companyId whom it belongs to
 * @param name for people
 * @param env the environment that stands in its text
 * @param prefix its public id, safe to log
 * @param type {@code user}, {@code service} or {@code system}
 * @param scope {@code read}, {@code write} or {@code admin}
 * @param permissions finer powers
 * @param user its owner, for type {@code user}
 * @param expiresAt the first instant at which it is no longer valid; null = never
 * @param metadata the customer's own facts
 * @param tags the customer's own labels
 */
public record VerifiedKeyView(
    String id,
    String companyId,
    String name,
    @Nullable String env,
    String prefix,
    String type,
    String scope,
    List<String> permissions,
    @Nullable String user,
    @Nullable Instant expiresAt,
    Map<String, String> metadata,
    List<String> tags) {
  /** Copies the collections, in order. */
  public VerifiedKeyView {
    permissions = List.copyOf(permissions);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
  }

  static VerifiedKeyView read(JsonMembers json) {
    return new VerifiedKeyView(
        json.text("id"),
        json.text("company_id"),
        json.text("name"),
        json.textOrNull("env"),
        json.text("prefix"),
        json.text("type"),
        json.text("scope"),
        json.texts("permissions"),
        json.textOrNull("user"),
        json.instantOrNull("expires_at"),
        json.textMap("metadata"),
        json.texts("tags"));
  }
}
