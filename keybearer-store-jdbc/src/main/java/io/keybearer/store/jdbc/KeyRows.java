package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.LastUse;
import io.keybearer.key.Provenance;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a key is read from its row, {@code k}, and the row of its last use, {@code u}. */
final class KeyRows {
  /** The columns that {@link #key} reads. */
  static final String COLUMNS = """
      k.id, k.company_id, k.prefix, k.type, k.env, k.name, k."user", k.scope, k.permissions,
      k.routes, k.not_before, k.expires_at, k.allowed_ips, k.allowed_referers,
      k.allow_missing_referer, k.rate_limit, k.rate_limit_window, k.limits, k.quota,
      k.quota_period, k.shadow, k.metadata, k.tags, k.disabled, k.revoked, k.revoked_at,
      k.revoked_by, k.revoked_reason, k.rotated_from, k.rotated_to, k.retires_at, k.lineage,
      k.captures, k.captured_until,
      k.created_at, k.created_by, k.updated_at, k.version, u.last_used_at, u.last_used_ip
      """;

  private KeyRows() {}

  static ApiKey key(Row row) throws SQLException {
    return new ApiKey(
        new ApiKeyId(row.uuid("id")),
        new CompanyId(row.uuid("company_id")),
        row.text("prefix"),
        row.word("type", KeyType::fromWireName),
        row.textOrNull("env"),
        attributes(row),
        state(row),
        new Provenance(
            row.instant("created_at"),
            row.text("created_by"),
            row.instant("updated_at"),
            row.number("version")),
        lastUse(row));
  }

  private static KeyAttributes attributes(Row row) throws SQLException {
    return new KeyAttributes(
        row.text("name"),
        row.textOrNull("user"),
        row.word("scope", Scope::fromWireName),
        Permissions.of(JsonColumn.texts(row.text("permissions"))),
        row.parsedOrNull("routes", json -> AllowedRoutes.of(JsonColumn.texts(json))),
        row.instantOrNull("not_before"),
        row.instantOrNull("expires_at"),
        row.parsedOrNull("allowed_ips", json -> AllowedAddresses.of(JsonColumn.texts(json))),
        row.parsedOrNull("allowed_referers", json -> AllowedReferers.of(JsonColumn.texts(json))),
        row.truth("allow_missing_referer"),
        rateLimit(row, "rate_limit", "rate_limit_window"),
        JsonColumn.limits(row.text("limits")),
        quota(row),
        shadow(row),
        JsonColumn.map(row.text("metadata")),
        JsonColumn.texts(row.text("tags")));
  }

  private static KeyState state(Row row) throws SQLException {
    return new KeyState(
        row.truth("disabled"),
        revocation(row),
        idOrNull(row, "rotated_from"),
        idOrNull(row, "rotated_to"),
        row.instantOrNull("retires_at"),
        new ApiKeyId(row.uuid("lineage")),
        CaptureColumns.read(row, "captures", "captured_until"));
  }

  private static @Nullable Revocation revocation(Row row) throws SQLException {
    return row.truth("revoked")
        ? new Revocation(
            row.instant("revoked_at"), row.text("revoked_by"), row.textOrNull("revoked_reason"))
        : null;
  }

  private static @Nullable ApiKeyId idOrNull(Row row, String column) throws SQLException {
    UUID id = row.uuidOrNull(column);
    return id == null ? null : new ApiKeyId(id);
  }

  private static @Nullable LastUse lastUse(Row row) throws SQLException {
    Instant at = row.instantOrNull("last_used_at");
    return at == null ? null : new LastUse(at, row.textOrNull("last_used_ip"));
  }

  /** A rate in two columns, or none. */
  static @Nullable RateLimit rateLimit(Row row, String limit, String window) throws SQLException {
    Long most = row.numberOrNull(limit);
    return most == null ? null : new RateLimit(most, Duration.ofSeconds(row.number(window)));
  }

  private static @Nullable Quota quota(Row row) throws SQLException {
    Long amount = row.numberOrNull("quota");
    return amount == null
        ? null
        : new Quota(amount, row.word("quota_period", QuotaPeriod::fromWireName));
  }

  private static Set<Rule> shadow(Row row) throws SQLException {
    Set<Rule> rules = new HashSet<>();
    for (String name : JsonColumn.texts(row.text("shadow"))) {
      rules.add(Rule.fromWireName(name)
          .orElseThrow(() -> new SQLDataException("expected known rules in column shadow")));
    }
    return rules;
  }
}
