package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.Reach;
import io.keybearer.usage.UsageQuery;
import java.sql.SQLException;

/**
 * The counters that a question is about, as the last part of a statement. Those of a key or a company
 * are looked up, series by series in each part that there is; those of everybody are read through. No
 * planner is left to find that out: none knows how many series a part has.
 */
final class UsageSource {
  private static final String OF_ALL =
      " FROM keybearer_usage u CROSS JOIN keybearer_usage_series s";

  private static final String OF_SOME =
      " FROM keybearer_usage_series s CROSS JOIN parts p CROSS JOIN keybearer_usage u";

  /** Each part that there is, from the first to the last that is asked for. */
  private static final String PARTS = """
      WITH RECURSIVE parts(part) AS (
        SELECT min(u.part) FROM keybearer_usage u WHERE u.grain = ? AND u.part >= ?
        UNION ALL
        SELECT (SELECT min(u.part) FROM keybearer_usage u WHERE u.grain = ? AND u.part > q.part)
        FROM parts q WHERE q.part < ?)
      """;

  private final UsageQuery query;
  private final Conditions conditions;
  private final boolean ofSome;

  private UsageSource(UsageQuery query, Conditions conditions, boolean ofSome) {
    this.query = query;
    this.conditions = conditions;
    this.ofSome = ofSome;
  }

  static UsageSource of(Reach reach, UsageQuery query) {
    ApiKeyId key = query.apiKey();
    CompanyId company = query.company();
    boolean ofSome = key != null || company != null || reach instanceof Reach.InCompany;
    Conditions conditions = new Conditions()
        .that("u.series = s.id")
        .whole("u.grain = ?", query.grain().minutes())
        .number("u.part >= ?", UsageCounters.partOf(query.grain(), query.from()))
        .number("u.part < ?", query.until())
        .number("u.start >= ?", query.from())
        .number("u.start < ?", query.until())
        .uuid("s.api_key = ?", key == null ? null : key.value())
        .uuid("s.company_id = ?", company == null ? null : company.value())
        .within(reach, "s.company_id = ?");
    return new UsageSource(query, ofSome ? conditions.that("u.part = p.part") : conditions, ofSome);
  }

  /** What stands before the statement. */
  String with() {
    return ofSome ? PARTS : "";
  }

  /** What stands after what is selected. */
  String from() {
    return (ofSome ? OF_SOME : OF_ALL) + conditions.where();
  }

  /** Binds what stands in both. */
  void bind(Parameters p) throws SQLException {
    if (ofSome) {
      int grain = query.grain().minutes();
      p.whole(grain).number(UsageCounters.partOf(query.grain(), query.from()));
      p.whole(grain).number(query.until());
    }
    conditions.bind(p);
  }
}
