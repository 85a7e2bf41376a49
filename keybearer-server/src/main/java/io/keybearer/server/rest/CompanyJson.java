package io.keybearer.server.rest;

import io.keybearer.key.Company;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.Owner;
import io.keybearer.key.Scope;
import io.keybearer.limit.RateLimit;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import java.time.Duration;

/** Companies and owners as answers show them. */
final class CompanyJson {
  private CompanyJson() {}

  static void write(Company company, JsonWriter json) {
    json.printed("id", company.id());
    json.text("slug", company.slug());
    json.text("name", company.name());
    json.text("status", company.status().wireName());
    json.object("rules", rules -> write(company.rules(), rules));
    json.instant("created_at", company.createdAt());
    json.instant("updated_at", company.updatedAt());
    json.number("version", company.version());
  }

  static void write(Owner owner, JsonWriter json) {
    json.printed("company_id", owner.company());
    json.text("user", owner.user());
    json.flag("active", owner.active());
    json.instant("updated_at", owner.updatedAt());
  }

  private static void write(CompanyRules rules, JsonWriter json) {
    Duration maxLife = rules.maxLife();
    Scope maxScope = rules.maxScope();
    RateLimit rate = rules.defaultRateLimit();
    Duration logRetention = rules.logRetention();
    json.text("max_life", maxLife == null ? null : Forms.text(maxLife));
    json.text("max_scope", maxScope == null ? null : maxScope.wireName());
    json.number("default_rate_limit", rate == null ? null : rate.limit());
    json.number("default_rate_limit_window", rate == null ? null : rate.windowSeconds());
    json.text("log_retention", logRetention == null ? null : Forms.text(logRetention));
  }
}
