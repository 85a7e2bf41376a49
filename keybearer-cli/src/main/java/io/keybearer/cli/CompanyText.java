package io.keybearer.cli;

import io.keybearer.client.CompanyRules;
import io.keybearer.client.CompanyView;

/** Companies as people read them. */
final class CompanyText {
  private CompanyText() {}

  static Table table() {
    return new Table()
        .column("SLUG", Table.Kind.FIXED)
        .column("NAME", Table.Kind.FREE)
        .column("STATUS", Table.Kind.STATE)
        .column("ID", Table.Kind.FIXED)
        .column("CREATED", Table.Kind.FIXED);
  }

  static void row(Table table, CompanyView company) {
    table.row(
        company.slug(),
        company.name(),
        company.status(),
        company.id(),
        Printable.instant(company.createdAt()));
  }

  static Facts facts(CompanyView company) {
    CompanyRules rules = company.rules();
    Facts facts = new Facts()
        .add("id", company.id())
        .add("slug", company.slug())
        .add("name", company.name())
        .add("status", company.status())
        .addIfAny("longest life", rules.maxLife())
        .addIfAny("highest scope", rules.maxScope());
    if (rules.defaultRateLimit() != null) {
      facts.add(
          "default limit",
          rules.defaultRateLimit() + " in " + rules.defaultRateLimitWindow() + " s");
    }
    return facts
        .addIfAny("log kept for", rules.logRetention())
        .add("created", company.createdAt())
        .add("changed", Printable.instant(company.updatedAt()) + ", version " + company.version());
  }
}
