package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.LastUse;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimit;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.KeyUse;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes keys, their hashes and their uses. */
final class KeyWrites {
  private static final String INSERT = """
      INSERT INTO keybearer_api_key (
        id, company_id, prefix, lookup, hash, hash_scheme, type, env, created_at, created_by,
        name, "user", scope, permissions, routes, not_before, expires_at, allowed_ips,
        allowed_referers, allow_missing_referer, rate_limit, rate_limit_window, limits, quota,
        quota_period, shadow, metadata, tags,
        disabled, rotated_from, rotated_to, retires_at, lineage, captures, captured_until,
        updated_at, version,
        revoked, revoked_at, revoked_by, revoked_reason)
      VALUES (
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?,
        ?, ?, ?, ?,
        ?, ?, ?, ?, ?, ?, ?,
        ?, ?,
        ?, ?, ?, ?)
      """;

  // What stands in the row before the change decides: a revocation stays as it came.
  private static final String UPDATE = """
      UPDATE keybearer_api_key SET
        name = ?, "user" = ?, scope = ?, permissions = ?, routes = ?, not_before = ?,
        expires_at = ?, allowed_ips = ?, allowed_referers = ?, allow_missing_referer = ?,
        rate_limit = ?, rate_limit_window = ?, limits = ?, quota = ?, quota_period = ?,
        shadow = ?, metadata = ?, tags = ?,
        disabled = ?, rotated_from = ?, rotated_to = ?, retires_at = ?, lineage = ?,
        captures = ?, captured_until = ?,
        updated_at = ?, version = ?,
        revoked = CASE WHEN revoked THEN revoked ELSE ? END,
        revoked_at = CASE WHEN revoked THEN revoked_at ELSE ? END,
        revoked_by = CASE WHEN revoked THEN revoked_by ELSE ? END,
        revoked_reason = CASE WHEN revoked THEN revoked_reason ELSE ? END
      WHERE id = ? AND company_id = ? AND version = ?
      RETURNING lookup
      """;

  private static final String REPLACE_HASH = """
      UPDATE keybearer_api_key SET hash = ?, hash_scheme = ?
      WHERE id = ? AND hash = ? AND hash_scheme = ?
      """;

  private static final String NOTE_USE = """
      INSERT INTO keybearer_api_key_use (api_key, last_used_at, last_used_ip)
      SELECT k.id, ?, ? FROM keybearer_api_key k WHERE k.id = ?
      ON CONFLICT (api_key) DO UPDATE
      SET last_used_at = excluded.last_used_at, last_used_ip = excluded.last_used_ip
      WHERE excluded.last_used_at > keybearer_api_key_use.last_used_at
      """;

  private KeyWrites() {}

  static void insert(Session session, ApiKey key, KeyHash hash) throws SQLException {
    session.update(INSERT, p -> {
      p.uuid(key.id().value()).uuid(key.company().value()).text(key.prefix()).text(key.prefix());
      p.bytes(hash.bytesForStorage()).text(hash.scheme());
      p.text(key.type().wireName()).text(key.env());
      p.instant(key.provenance().createdAt()).text(key.provenance().createdBy());
      changeable(p, key);
    });
  }

  /**
   * Replaces a record whose version is the one before the given one's.
   *
   * @return the key's lookup; empty when there is no such record
   */
  static Optional<String> update(Session session, ApiKey key) throws SQLException {
    return session.first(
        UPDATE,
        p -> {
          changeable(p, key);
          p.uuid(key.id().value()).uuid(key.company().value());
          p.number(key.provenance().version() - 1);
        },
        row -> row.text("lookup"));
  }

  private static void changeable(Parameters p, ApiKey key) throws SQLException {
    attributes(p, key.attributes());
    KeyState state = key.state();
    p.truth(state.disabled()).uuid(valueOrNull(state.rotatedFrom()));
    p.uuid(valueOrNull(state.rotatedTo())).instant(state.retiresAt());
    p.uuid(state.lineage().value());
    CaptureColumns.write(p, state.capture());
    p.instant(key.provenance().updatedAt()).number(key.provenance().version());
    Revocation end = state.revocation();
    p.truth(end != null).instant(end == null ? null : end.at());
    p.text(end == null ? null : end.by()).text(end == null ? null : end.reason());
  }

  private static void attributes(Parameters p, KeyAttributes key) throws SQLException {
    p.text(key.name()).text(key.user()).text(key.scope().wireName());
    p.text(JsonColumn.ofTexts(key.permissions().texts()));
    p.text(key.routes() == null ? null : JsonColumn.ofTexts(key.routes().texts()));
    p.instant(key.notBefore()).instant(key.expiresAt());
    p.text(key.allowedIps() == null ? null : JsonColumn.ofTexts(key.allowedIps().texts()));
    p.text(
        key.allowedReferers() == null
            ? null
            : JsonColumn.ofTexts(key.allowedReferers().texts()));
    p.truth(key.allowMissingReferer());
    rateLimit(p, key.rateLimit());
    p.text(JsonColumn.ofLimits(key.limits()));
    Quota quota = key.quota();
    p.number(quota == null ? null : Long.valueOf(quota.amount()));
    p.text(quota == null ? null : quota.period().wireName());
    p.text(JsonColumn.ofTexts(key.shadow().stream().map(Rule::wireName).sorted().toList()));
    p.text(JsonColumn.ofMap(key.metadata())).text(JsonColumn.ofTexts(key.tags()));
  }

  /** A rate in two columns, or none. */
  static void rateLimit(Parameters p, @Nullable RateLimit rate) throws SQLException {
    p.number(rate == null ? null : Long.valueOf(rate.limit()));
    p.number(rate == null ? null : Long.valueOf(rate.window().toSeconds()));
  }

  private static @Nullable UUID valueOrNull(@Nullable ApiKeyId id) {
    return id == null ? null : id.value();
  }

  static boolean replaceHash(Session session, ApiKeyId id, KeyHash expected, KeyHash replacement)
      throws SQLException {
    int replaced = session.update(REPLACE_HASH, p -> {
      p.bytes(replacement.bytesForStorage()).text(replacement.scheme());
      p.uuid(id.value()).bytes(expected.bytesForStorage()).text(expected.scheme());
    });
    return replaced == 1;
  }

  /** Notes uses in the order of ids, so that two who note the same keys wait and never dead-lock. */
  static void noteUses(Session session, Collection<KeyUse> uses) throws SQLException {
    Map<UUID, LastUse> latest = new TreeMap<>();
    for (KeyUse use : uses) {
      latest.merge(use.key().value(), use.use(), LastUse::latest);
    }
    session.batch(
        NOTE_USE,
        List.copyOf(latest.entrySet()),
        (p, use) -> p.instant(use.getValue().at()).text(use.getValue().ip()).uuid(use.getKey()));
  }
}
