package io.keybearer.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key as the server tells it: everything but its text and hash. What is null has no value.
 *
 * @param id never changes
 * @param companyId whom it belongs to
 * @param name for people
 * @param env the environment that stands in its text
 * @param prefix its public id, safe to log
 * @param type {@code user}, {@code service} or {@code system}
 * @param scope {@code read}, {@code write} or {@code admin}
 * @param permissions finer powers
 * @param routes methods and paths it may be used on; null = any
 * @param user its owner, for type {@code user}
 * @param notBefore the first instant at which it is valid; null = from issue
 * @param expiresAt the first instant at which it no longer is; null = never
 * @param disabled switched off until enabled
 * @param revoked ended for good
 * @param revokedAt when
 * @param revokedBy by whom
 * @param revokedReason why
 * @param rotatedFrom the id of the key that it replaced
 * @param rotatedTo the id of the key that replaced it
 * @param retiresAt when a replaced key stops being valid
 * @param capture whether its payloads are kept, and until when; null = they are not
 * @param allowedIps where it may be used from; null = anywhere
 * @param allowedReferers the pages that may use it; null = any
 * @param allowMissingReferer whether a request without referer and origin passes that list
 * @param rateLimit accepted requests a window; null = unlimited
 * @param rateLimitWindow seconds
 * @param limits further limits
 * @param quota accepted requests a calendar period; null = unlimited
 * @param quotaPeriod {@code day}, {@code week} or {@code month}
 * @param shadow rules that only report
 * @param metadata the customer's own facts
 * @param tags the customer's own labels
 * @param createdAt when it was issued
 * @param createdBy who issued it
 * @param updatedAt when an administrator last changed it
 * @param version counts administrative changes, from 1
 * @param lastUsedAt its latest noted use
 * @param lastUsedIp from where
 * @param status {@code active}, {@code revoked}, {@code rotated}, {@code disabled}, {@code
 *     not_yet_valid} or {@code expired}
 */
public record ApiKeyView(
    String id,
    String companyId,
    String name,
    @Nullable String env,
    String prefix,
    String type,
    String scope,
    List<String> permissions,
    @Nullable List<String> routes,
    @Nullable String user,
    @Nullable Instant notBefore,
    @Nullable Instant expiresAt,
    boolean disabled,
    boolean revoked,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy,
    @Nullable String revokedReason,
    @Nullable String rotatedFrom,
    @Nullable String rotatedTo,
    @Nullable Instant retiresAt,
    @Nullable CaptureView capture,
    @Nullable List<String> allowedIps,
    @Nullable List<String> allowedReferers,
    boolean allowMissingReferer,
    @Nullable Long rateLimit,
    @Nullable Long rateLimitWindow,
    List<NamedLimit> limits,
    @Nullable Long quota,
    @Nullable String quotaPeriod,
    List<String> shadow,
    Map<String, String> metadata,
    List<String> tags,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    long version,
    @Nullable Instant lastUsedAt,
    @Nullable String lastUsedIp,
    String status) {
  /** Copies the collections, in order. */
  public ApiKeyView {
    permissions = List.copyOf(permissions);
    routes = routes == null ? null : List.copyOf(routes);
    allowedIps = allowedIps == null ? null : List.copyOf(allowedIps);
    allowedReferers = allowedReferers == null ? null : List.copyOf(allowedReferers);
    limits = List.copyOf(limits);
    shadow = List.copyOf(shadow);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
  }

  static ApiKeyView read(JsonMembers json) {
    return new ApiKeyView(
        json.text("id"),
        json.text("company_id"),
        json.text("name"),
        json.textOrNull("env"),
        json.text("prefix"),
        json.text("type"),
        json.text("scope"),
        json.texts("permissions"),
        json.textsOrNull("routes"),
        json.textOrNull("user"),
        json.instantOrNull("not_before"),
        json.instantOrNull("expires_at"),
        json.flag("disabled"),
        json.flag("revoked"),
        json.instantOrNull("revoked_at"),
        json.textOrNull("revoked_by"),
        json.textOrNull("revoked_reason"),
        json.textOrNull("rotated_from"),
        json.textOrNull("rotated_to"),
        json.instantOrNull("retires_at"),
        json.objectOrNull("capture", CaptureView::read),
        json.textsOrNull("allowed_ips"),
        json.textsOrNull("allowed_referers"),
        json.flag("allow_missing_referer"),
        json.numberOrNull("rate_limit"),
        json.numberOrNull("rate_limit_window"),
        json.objects("limits", NamedLimit::read),
        json.numberOrNull("quota"),
        json.textOrNull("quota_period"),
        json.texts("shadow"),
        json.textMap("metadata"),
        json.texts("tags"),
        json.instant("created_at"),
        json.text("created_by"),
        json.instant("updated_at"),
        json.number("version"),
        json.instantOrNull("last_used_at"),
        json.textOrNull("last_used_ip"),
        json.text("status"));
  }
}
