package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Revocation;
import io.keybearer.key.Rule;
import io.keybearer.limit.NamedLimit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an audit entry tells of a thing: its attributes under their wire names, as text. Absent
 * attributes are left out. There is no secret among them, since the records hold none.
 */
final class AuditFacts {
  private final Map<String, String> facts = new TreeMap<>();

  private AuditFacts() {}

  static Map<String, String> of(ApiKey key) {
    AuditFacts of = new AuditFacts();
    KeyAttributes is = key.attributes();
    of.put("prefix", key.prefix());
    of.put("type", key.type().wireName());
    of.put("env", key.env());
    of.put("name", is.name());
    of.put("user", is.user());
    of.put("scope", is.scope().wireName());
    of.put("permissions", is.permissions().isEmpty() ? null : is.permissions().texts());
    of.put("routes", is.routes() == null ? null : is.routes().texts());
    of.put("not_before", is.notBefore());
    of.put("expires_at", is.expiresAt());
    of.put("allowed_ips", is.allowedIps() == null ? null : is.allowedIps().texts());
    of.put(
        "allowed_referers",
        is.allowedReferers() == null ? null : is.allowedReferers().texts());
    of.put("allow_missing_referer", is.allowMissingReferer() ? true : null);
    is.allLimits().forEach(of::put);
    of.put("quota", is.quota() == null ? null : is.quota().amount());
    of.put("quota_period", is.quota() == null ? null : is.quota().period().wireName());
    of.put("shadow", is.shadow().isEmpty() ? null : names(is));
    of.put("metadata", is.metadata().isEmpty() ? null : new TreeMap<>(is.metadata()));
    of.put("tags", is.tags().isEmpty() ? null : is.tags());
    of.putState(key);
    return of.facts;
  }

  static Map<String, String> of(Company company) {
    AuditFacts of = new AuditFacts();
    of.put("slug", company.slug());
    of.put("name", company.name());
    of.put("status", company.status().wireName());
    of.put("max_life", company.rules().maxLife());
    of.put(
        "max_scope",
        company.rules().maxScope() == null ? null : company.rules().maxScope().wireName());
    if (company.rules().defaultRateLimit() != null) {
      of.put("default_rate_limit", company.rules().defaultRateLimit().limit());
      of.put("default_rate_limit_window", company.rules().defaultRateLimit().windowSeconds());
    }
    of.put("log_retention", company.rules().logRetention());
    return of.facts;
  }

  /** The facts that the other does not have, or has otherwise. */
  static Map<String, String> notIn(Map<String, String> facts, Map<String, String> other) {
    Map<String, String> left = new TreeMap<>(facts);
    left.entrySet().removeIf(fact -> fact.getValue().equals(other.get(fact.getKey())));
    return left;
  }

  private void putState(ApiKey key) {
    put("disabled", key.state().disabled() ? true : null);
    Revocation revocation = key.state().revocation();
    if (revocation != null) {
      put("revoked_at", revocation.at());
      put("revoked_by", revocation.by());
      put("revoked_reason", revocation.reason());
    }
    put("rotated_from", key.state().rotatedFrom());
    put("rotated_to", key.state().rotatedTo());
    put("retires_at", key.state().retiresAt());
  }

  private static List<String> names(KeyAttributes is) {
    return is.shadow().stream().map(Rule::wireName).sorted().toList();
  }

  private void put(NamedLimit limit) {
    put(
        "limit." + limit.name(),
        limit.rate().limit() + " in " + limit.rate().windowSeconds() + " s");
  }

  private void put(String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }
}
