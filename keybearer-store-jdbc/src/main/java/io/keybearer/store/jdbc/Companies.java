package io.keybearer.store.jdbc;

import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.store.Cursor;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes companies and owners. */
final class Companies {
  private static final String COMPANIES = """
      SELECT c.id, c.slug, c.name, c.status, c.max_life, c.max_scope, c.default_rate_limit,
        c.default_rate_limit_window, c.log_retention, c.created_at, c.updated_at, c.version
      FROM keybearer_company c
      """;

  private static final String NEWEST_FIRST = " ORDER BY c.id DESC LIMIT ?";

  private static final String INSERT = """
      INSERT INTO keybearer_company (
        slug, name, status, max_life, max_scope, default_rate_limit, default_rate_limit_window,
        log_retention, updated_at, version, id, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE = """
      UPDATE keybearer_company SET
        slug = ?, name = ?, status = ?, max_life = ?, max_scope = ?, default_rate_limit = ?,
        default_rate_limit_window = ?, log_retention = ?, updated_at = ?, version = ?
      WHERE id = ? AND version = ?
      """;

  private static final String LOG_RETENTIONS = """
      SELECT c.id, c.log_retention FROM keybearer_company c WHERE c.log_retention IS NOT NULL
      """;

  private static final String OWNER = """
      SELECT o.company_id, o."user", o.active, o.updated_at
      FROM keybearer_owner o
      WHERE o.company_id = ? AND o."user" = ?
      """;

  private static final String PUT_OWNER = """
      INSERT INTO keybearer_owner (company_id, "user", active, updated_at)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (company_id, "user") DO UPDATE
      SET active = excluded.active, updated_at = excluded.updated_at
      """;

  private Companies() {}

  static Optional<Company> find(Session session, Reach reach, CompanyRef ref) throws SQLException {
    return one(session, reach, ref, "");
  }

  /** The same, locked until the transaction ends. */
  static Optional<Company> lock(Session session, Reach reach, CompanyRef ref) throws SQLException {
    return one(session, reach, ref, session.dialect().lockedCompany());
  }

  private static Optional<Company> one(Session session, Reach reach, CompanyRef ref, String end)
      throws SQLException {
    CompanyId id = ref.id();
    Conditions conditions = new Conditions()
        .uuid("c.id = ?", id == null ? null : id.value())
        .text("c.slug = ?", ref.slug())
        .within(reach, "c.id = ?");
    return session.first(
        COMPANIES + conditions.where() + end, conditions::bind, Companies::company);
  }

  static Page<Company> list(Session session, Reach reach, PageRequest page) throws SQLException {
    Conditions conditions = new Conditions().within(reach, "c.id = ?").after(page, "c.id < ?");
    List<Company> rows = session.list(
        COMPANIES + conditions.where() + NEWEST_FIRST,
        p -> {
          conditions.bind(p);
          p.whole(page.size() + 1);
        },
        Companies::company);
    return Page.cut(rows, page.size(), company -> new Cursor(company.id().value()));
  }

  static Map<CompanyId, Duration> logRetentions(Session session) throws SQLException {
    Map<CompanyId, Duration> retentions = new HashMap<>();
    session
        .list(
            LOG_RETENTIONS,
            p -> {},
            row ->
                Map.entry(new CompanyId(row.uuid("id")), Duration.parse(row.text("log_retention"))))
        .forEach(rule -> retentions.put(rule.getKey(), rule.getValue()));
    return retentions;
  }

  private static Company company(Row row) throws SQLException {
    return new Company(
        new CompanyId(row.uuid("id")),
        row.text("slug"),
        row.text("name"),
        row.word("status", CompanyStatus::fromWireName),
        new CompanyRules(
            row.parsedOrNull("max_life", Duration::parse),
            row.wordOrNull("max_scope", Scope::fromWireName),
            KeyRows.rateLimit(row, "default_rate_limit", "default_rate_limit_window"),
            row.parsedOrNull("log_retention", Duration::parse)),
        row.instant("created_at"),
        row.instant("updated_at"),
        row.number("version"));
  }

  static void insert(Session session, Company company) throws SQLException {
    session.update(INSERT, p -> {
      changeable(p, company);
      p.uuid(company.id().value()).instant(company.createdAt());
    });
  }

  /** Replaces a record whose version is the one before the given one's, if there is one. */
  static boolean update(Session session, Company company) throws SQLException {
    int updated = session.update(UPDATE, p -> {
      changeable(p, company);
      p.uuid(company.id().value()).number(company.version() - 1);
    });
    return updated == 1;
  }

  private static void changeable(Parameters p, Company company) throws SQLException {
    CompanyRules rules = company.rules();
    p.text(company.slug()).text(company.name()).text(company.status().wireName());
    p.text(rules.maxLife() == null ? null : rules.maxLife().toString());
    p.text(rules.maxScope() == null ? null : rules.maxScope().wireName());
    KeyWrites.rateLimit(p, rules.defaultRateLimit());
    p.text(rules.logRetention() == null ? null : rules.logRetention().toString());
    p.instant(company.updatedAt()).number(company.version());
  }

  static Optional<Owner> findOwner(Session session, CompanyId company, String user)
      throws SQLException {
    if (!StorableText.isStorable(user)) {
      return Optional.empty();
    }
    return session.first(
        OWNER,
        p -> p.uuid(company.value()).text(user),
        row -> new Owner(
            new CompanyId(row.uuid("company_id")),
            row.text("user"),
            row.truth("active"),
            row.instant("updated_at")));
  }

  static void putOwner(Session session, Owner owner) throws SQLException {
    session.update(
        PUT_OWNER,
        p -> p.uuid(owner.company().value())
            .text(owner.user())
            .truth(owner.active())
            .instant(owner.updatedAt()));
  }
}
