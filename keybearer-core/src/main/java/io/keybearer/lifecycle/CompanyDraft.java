package io.keybearer.lifecycle;

import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Scope;
import io.keybearer.limit.RateLimit;
import io.keybearer.log.LogRetention;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks a company to be, before it is checked. Mutable; for one thread.
 */
public final class CompanyDraft {
  private static final int LONGEST_SLUG = 63;

  private final List<FieldProblem> problems = new ArrayList<>();
  private @Nullable String slug;
  private @Nullable String name;
  private @Nullable CompanyStatus status = CompanyStatus.ACTIVE;
  private @Nullable Duration maxLife;
  private @Nullable Scope maxScope;
  private @Nullable Long rateLimit;
  private @Nullable Long rateLimitWindow;
  private @Nullable Duration logRetention;

  private CompanyDraft() {}

  /** A draft that says nothing yet. */
  public static CompanyDraft blank() {
    return new CompanyDraft();
  }

  /** A company without rules. */
  public static CompanyDraft of(String slug, String name) {
    return new CompanyDraft().slug(slug).name(name);
  }

  static CompanyDraft of(Company company) {
    CompanyDraft draft = of(company.slug(), company.name()).status(company.status());
    CompanyRules rules = company.rules();
    draft.maxLife(rules.maxLife()).maxScope(rules.maxScope()).logRetention(rules.logRetention());
    RateLimit rate = rules.defaultRateLimit();
    if (rate != null) {
      draft.defaultRateLimit(rate.limit()).defaultRateLimitWindow(rate.windowSeconds());
    }
    return draft;
  }

  /** Adds a problem that was found while the draft was read. */
  public CompanyDraft problem(FieldProblem problem) {
    problems.add(problem);
    return this;
  }

  /** A short unique name: {@code [a-z0-9-]}, 1–63 characters, no hyphen at an end. */
  public CompanyDraft slug(@Nullable String value) {
    slug = value;
    return this;
  }

  /** Its name, 1–100 characters. */
  public CompanyDraft name(@Nullable String value) {
    name = value;
    return this;
  }

  /** Whether its keys are honoured. */
  public CompanyDraft status(@Nullable CompanyStatus value) {
    status = value;
    return this;
  }

  /** The longest life of its keys, from now; null = any. */
  public CompanyDraft maxLife(@Nullable Duration value) {
    maxLife = value;
    return this;
  }

  /** The highest scope of its keys; null = any. */
  public CompanyDraft maxScope(@Nullable Scope value) {
    maxScope = value;
    return this;
  }

  /** The rate limit of new keys that name none; null = unlimited, and clears its window. */
  public CompanyDraft defaultRateLimit(@Nullable Long value) {
    rateLimit = value;
    if (value == null) {
      rateLimitWindow = null;
    }
    return this;
  }

  /** The window of that limit in seconds; null = 3,600. */
  public CompanyDraft defaultRateLimitWindow(@Nullable Long seconds) {
    rateLimitWindow = seconds;
    return this;
  }

  /** How long rows of its requests are kept, 1 hour to 36,500 days; null = as the installation says. */
  public CompanyDraft logRetention(@Nullable Duration value) {
    logRetention = value;
    return this;
  }

  /** What passed the checks. */
  record Cleaned(String slug, String name, CompanyStatus status, CompanyRules rules) {}

  Cleaned clean() {
    FieldChecks checks = new FieldChecks(problems);
    String goodSlug = checks.required("slug", slug);
    if (goodSlug != null && !isSlug(goodSlug)) {
      checks.problem("slug", ProblemCode.WRONG_FORM, "acme-labs");
    }
    String goodName = checks.text("name", checks.required("name", name), 1, 100);
    CompanyStatus goodStatus = checks.required("status", status);
    if (maxLife != null && (maxLife.isNegative() || maxLife.isZero())) {
      checks.problem("rules.max_life", ProblemCode.DURATION_NOT_POSITIVE);
    } else if (maxLife != null
        && (maxLife.toSeconds() < 1 || maxLife.toSeconds() > RateLimit.MOST)) {
      checks.problem("rules.max_life", ProblemCode.OUT_OF_RANGE, "PT1S", "PT1000000000S");
    }
    checks.range("rules.default_rate_limit", rateLimit, 1, RateLimit.MOST);
    checks.range("rules.default_rate_limit_window", rateLimitWindow, 1, RateLimit.MOST);
    if (rateLimit == null && rateLimitWindow != null) {
      checks.problem(
          "rules.default_rate_limit_window",
          ProblemCode.NOT_ALLOWED,
          "there is no default_rate_limit");
    }
    checkRetention(checks);
    checks.throwIfAny();
    if (goodSlug == null || goodName == null || goodStatus == null) {
      throw new IllegalStateException("a missing value was not reported");
    }
    return new Cleaned(
        goodSlug, goodName, goodStatus, new CompanyRules(maxLife, maxScope, rate(), logRetention));
  }

  private void checkRetention(FieldChecks checks) {
    if (logRetention != null && !LogRetention.isAllowed(logRetention)) {
      checks.problem(
          "rules.log_retention",
          logRetention.isNegative() || logRetention.isZero()
              ? ProblemCode.DURATION_NOT_POSITIVE
              : ProblemCode.OUT_OF_RANGE,
          "PT1H",
          "P36500D");
    }
  }

  private @Nullable RateLimit rate() {
    long window = rateLimitWindow == null ? RateLimit.DEFAULT_WINDOW.toSeconds() : rateLimitWindow;
    return rateLimit == null ? null : RateLimit.perSeconds(rateLimit, window);
  }

  private static boolean isSlug(String text) {
    boolean alphabet =
        text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    return alphabet
        && !text.isEmpty()
        && text.length() <= LONGEST_SLUG
        && !text.startsWith("-")
        && !text.endsWith("-")
        && !looksLikeAnId(text);
  }

  private static boolean looksLikeAnId(String text) {
    return CompanyId.parse(text).isPresent();
  }
}
