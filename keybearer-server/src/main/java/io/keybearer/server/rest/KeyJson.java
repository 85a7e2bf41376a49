package io.keybearer.server.rest;

import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyState;
import io.keybearer.key.LastUse;
import io.keybearer.key.Provenance;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permission;
import io.keybearer.server.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Keys as answers show them: everything but text and hash. */
final class KeyJson {
  private KeyJson() {}

  /** Every attribute of a key, as it stands at this instant. */
  static void write(ApiKey key, Instant now, JsonWriter json) {
    writeIdentity(key, json);
    writeRights(key.attributes(), json);
    writeLife(key, json);
    writePolicy(key.attributes(), json);
    writeLimits(key.attributes(), json);
    writeNotes(key, json);
    json.text("status", key.status(now).wireName());
  }

  /** What a service may know of a key that it verified. */
  static void writeVerified(ApiKey key, JsonWriter json) {
    writeIdentity(key, json);
    KeyAttributes is = key.attributes();
    json.text("scope", is.scope().wireName());
    json.texts("permissions", is.permissions().entries(), Permission::text);
    json.text("user", is.user());
    json.instant("expires_at", is.expiresAt());
    json.map("metadata", is.metadata());
    json.texts("tags", is.tags());
  }

  private static void writeIdentity(ApiKey key, JsonWriter json) {
    json.id("id", key.id().value());
    json.id("company_id", key.company().value());
    json.text("name", key.attributes().name());
    json.text("env", key.env());
    json.text("prefix", key.prefix());
    json.text("type", key.type().wireName());
  }

  private static void writeRights(KeyAttributes is, JsonWriter json) {
    AllowedRoutes routes = is.routes();
    json.text("scope", is.scope().wireName());
    json.texts("permissions", is.permissions().texts());
    json.texts("routes", routes == null ? null : routes.texts());
    json.text("user", is.user());
  }

  private static void writeLife(ApiKey key, JsonWriter json) {
    KeyState state = key.state();
    Revocation revocation = state.revocation();
    json.instant("not_before", key.attributes().notBefore());
    json.instant("expires_at", key.attributes().expiresAt());
    json.flag("disabled", state.disabled());
    json.flag("revoked", state.revoked());
    json.instant("revoked_at", revocation == null ? null : revocation.at());
    json.text("revoked_by", revocation == null ? null : revocation.by());
    json.text("revoked_reason", revocation == null ? null : revocation.reason());
    json.printed("rotated_from", state.rotatedFrom());
    json.printed("rotated_to", state.rotatedTo());
    json.instant("retires_at", state.retiresAt());
    CaptureJson.write(state.capture(), json);
  }

  private static void writePolicy(KeyAttributes is, JsonWriter json) {
    AllowedAddresses addresses = is.allowedIps();
    AllowedReferers referers = is.allowedReferers();
    json.texts("allowed_ips", addresses == null ? null : addresses.texts());
    json.texts("allowed_referers", referers == null ? null : referers.texts());
    json.flag("allow_missing_referer", is.allowMissingReferer());
  }

  private static void writeLimits(KeyAttributes is, JsonWriter json) {
    RateLimit rate = is.rateLimit();
    Quota quota = is.quota();
    json.number("rate_limit", rate == null ? null : rate.limit());
    json.number("rate_limit_window", rate == null ? null : rate.windowSeconds());
    json.objects("limits", is.limits(), KeyJson::write);
    json.number("quota", quota == null ? null : quota.amount());
    json.text("quota_period", quota == null ? null : quota.period().wireName());
  }

  private static void write(NamedLimit limit, JsonWriter json) {
    json.text("name", limit.name());
    json.number("limit", limit.rate().limit());
    json.number("window", limit.rate().windowSeconds());
  }

  private static void writeNotes(ApiKey key, JsonWriter json) {
    KeyAttributes is = key.attributes();
    Provenance provenance = key.provenance();
    LastUse use = key.lastUse();
    writeRules("shadow", is.shadow(), json);
    json.map("metadata", is.metadata());
    json.texts("tags", is.tags());
    json.instant("created_at", provenance.createdAt());
    json.text("created_by", provenance.createdBy());
    json.instant("updated_at", provenance.updatedAt());
    json.number("version", provenance.version());
    json.instant("last_used_at", use == null ? null : use.at());
    json.text("last_used_ip", use == null ? null : use.ip());
  }

  /** Names of rules, in the order in which they are checked. */
  static void writeRules(String name, Set<Rule> rules, JsonWriter json) {
    List<Rule> inOrder = rules.isEmpty() ? List.of() : rules.stream().sorted().toList();
    json.texts(name, inOrder, Rule::wireName);
  }
}
