package io.keybearer.lifecycle;

import io.keybearer.key.CompanyRules;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyType;
import io.keybearer.key.Scope;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AddressRange;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permission;
import io.keybearer.policy.Permissions;
import io.keybearer.policy.RefererPattern;
import io.keybearer.policy.RouteRule;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The {@code clean} of a key: checks every field of a draft, reports all problems together, and
 * makes attributes of what passes. A change is checked as a whole, but the clock and the company's
 * rules are asked only about what it changes.
 */
final class KeyCleaner {
  private static final int MOST_ENTRIES = 100;
  private static final int MOST_TAGS = 20;
  private static final int MOST_METADATA = 50;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final long DEFAULT_WINDOW = RateLimit.DEFAULT_WINDOW.toSeconds();

  private final KeyDraft draft;
  private final CompanyRules rules;
  private final Instant now;
  private final @Nullable KeyAttributes before;
  private final FieldChecks checks;

  private KeyCleaner(
      KeyDraft draft,
      FieldChecks checks,
      CompanyRules rules,
      Instant now,
      @Nullable KeyAttributes before) {
    this.draft = draft;
    this.rules = rules;
    this.now = now;
    this.before = before;
    this.checks = checks;
  }

  /**
   * Cleans the draft of a new key.
   *
   * @param checks what has been found wrong before
   * @param rules what the key's company demands
   * @param environments the configured environments
   * @throws InvalidRequestException with every problem found
   */
  static KeyAttributes clean(
      KeyDraft draft,
      FieldChecks checks,
      CompanyRules rules,
      SortedSet<String> environments,
      Instant now) {
    KeyCleaner cleaner = new KeyCleaner(draft, checks, rules, now, null);
    cleaner.checkEnvironment(environments);
    return cleaner.attributes();
  }

  /**
   * Cleans what a key is to become.
   *
   * @param before what the key is
   * @throws InvalidRequestException with every problem found
   */
  static KeyAttributes cleanChange(
      KeyDraft draft, CompanyRules rules, Instant now, KeyAttributes before) {
    return new KeyCleaner(draft, new FieldChecks(draft.problems), rules, now, before).attributes();
  }

  private void checkType() {
    KeyType type = checks.required("type", draft.type);
    if (type == KeyType.USER) {
      checks.required("user", draft.user);
    } else if (type != null && draft.user != null) {
      checks.problem("user", ProblemCode.NOT_ALLOWED, "only a key of type user has one");
    }
  }

  private void checkEnvironment(SortedSet<String> environments) {
    if (draft.env != null && !environments.contains(draft.env)) {
      checks.problem("env", ProblemCode.UNKNOWN_VALUE, String.join(", ", environments));
    }
  }

  private KeyAttributes attributes() {
    checkType();
    String name = checks.text("name", checks.required("name", draft.name), 1, 100);
    String user = checks.text("user", draft.user, 1, 255);
    Scope scope = scope();
    List<Permission> permissions =
        checks.each("permissions", draft.permissions, MOST_ENTRIES, Permission::parse);
    List<RouteRule> routes =
        checks.eachOfSome("routes", draft.routes, MOST_ENTRIES, RouteRule::parse);
    Instant notBefore = instant("not_before", draft.notBefore);
    Instant expiresAt = expiry(notBefore);
    List<AddressRange> addresses =
        checks.eachOfSome("allowed_ips", draft.allowedIps, MOST_ENTRIES, AddressRange::parse);
    List<RefererPattern> referers = checks.eachOfSome(
        "allowed_referers", draft.allowedReferers, MOST_ENTRIES, RefererPattern::parse);
    RateLimit rateLimit = rateLimit();
    List<NamedLimit> limits = limits();
    Quota quota = quota();
    Map<String, String> metadata = metadata();
    List<String> tags = checks.each("tags", draft.tags, MOST_TAGS, tag -> tag);
    checkTags();
    checks.throwIfAny();
    return new KeyAttributes(
        Objects.requireNonNull(name),
        user,
        Objects.requireNonNull(scope),
        new Permissions(Objects.requireNonNull(permissions)),
        routes == null ? null : new AllowedRoutes(routes),
        notBefore,
        expiresAt,
        addresses == null ? null : new AllowedAddresses(addresses),
        referers == null ? null : new AllowedReferers(referers),
        draft.allowMissingReferer,
        rateLimit,
        limits,
        quota,
        draft.shadow,
        metadata,
        Objects.requireNonNull(tags));
  }

  private @Nullable Scope scope() {
    Scope scope = checks.required("scope", draft.scope);
    Scope most = rules.maxScope();
    boolean changed = before == null || before.scope() != scope;
    if (scope != null && most != null && changed && !most.includes(scope)) {
      checks.problem("scope", ProblemCode.COMPANY_RULE, "up to " + most.wireName());
      return null;
    }
    return scope;
  }

  private @Nullable Instant expiry(@Nullable Instant notBefore) {
    Instant expiresAt = instant("expires_at", draft.expiresAt);
    if (before != null && Objects.equals(before.expiresAt(), expiresAt)) {
      checkOrder(notBefore, expiresAt);
      return expiresAt;
    }
    Duration maxLife = rules.maxLife();
    if (expiresAt == null) {
      if (maxLife != null) {
        checks.problem("expires_at", ProblemCode.COMPANY_RULE, "at most " + maxLife + " from now");
      }
      return null;
    }
    if (!expiresAt.isAfter(now)) {
      checks.problem("expires_at", ProblemCode.NOT_IN_FUTURE);
    } else if (maxLife != null && expiresAt.isAfter(now.plus(maxLife))) {
      checks.problem("expires_at", ProblemCode.COMPANY_RULE, "at most " + maxLife + " from now");
    }
    checkOrder(notBefore, expiresAt);
    return expiresAt;
  }

  private void checkOrder(@Nullable Instant notBefore, @Nullable Instant expiresAt) {
    if (notBefore != null && expiresAt != null && !expiresAt.isAfter(notBefore)) {
      checks.problem("expires_at", ProblemCode.NOT_AFTER, "not_before");
    }
  }

  private @Nullable RateLimit rateLimit() {
    Long limit = checks.range("rate_limit", draft.rateLimit, 1, RateLimit.MOST);
    Long window = checks.range("rate_limit_window", draft.rateLimitWindow, 1, RateLimit.MOST);
    if (draft.rateLimit == null) {
      if (draft.rateLimitWindow != null && (before == null || before.rateLimit() == null)) {
        checks.problem("rate_limit_window", ProblemCode.NOT_ALLOWED, "there is no rate_limit");
      }
      return draft.rateLimitNamed ? null : rules.defaultRateLimit();
    }
    if (limit == null || (window == null && draft.rateLimitWindow != null)) {
      return null;
    }
    return RateLimit.perSeconds(limit, window == null ? DEFAULT_WINDOW : window);
  }

  private List<NamedLimit> limits() {
    if (draft.limits.size() > MOST_TAGS) {
      checks.problem("limits", ProblemCode.TOO_MANY, MOST_TAGS);
      return List.of();
    }
    List<NamedLimit> limits = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < draft.limits.size(); i++) {
      KeyDraft.LimitDraft limit = draft.limits.get(i);
      String path = "limits[" + i + "]";
      String name = checks.required(path + ".name", limit.name());
      Long amount = checks.range(path + ".limit", limit.limit(), 1, RateLimit.MOST);
      Long window = checks.range(path + ".window", limit.window(), 1, RateLimit.MOST);
      checks.required(path + ".limit", limit.limit());
      checks.required(path + ".window", limit.window());
      if (name != null && !isLimitName(name)) {
        checks.problem(
            path + ".name", ProblemCode.WRONG_FORM, "[a-z][a-z0-9_-]*, not default or quota");
      } else if (name != null && !names.add(name)) {
        checks.problem(path + ".name", ProblemCode.DUPLICATE);
      } else if (name != null && amount != null && window != null) {
        limits.add(NamedLimit.further(name, RateLimit.perSeconds(amount, window)));
      }
    }
    return limits;
  }

  private static boolean isLimitName(String name) {
    if (name.isEmpty() || name.length() > 32 || name.equals("default") || name.equals("quota")) {
      return false;
    }
    boolean good = name.charAt(0) >= 'a' && name.charAt(0) <= 'z';
    return good
        && name.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
  }

  private @Nullable Quota quota() {
    Long amount = checks.range("quota", draft.quota, 1, RateLimit.MOST);
    QuotaPeriod period = draft.quotaPeriod;
    if (draft.quota == null) {
      if (period != null && (before == null || before.quota() == null)) {
        checks.problem("quota_period", ProblemCode.NOT_ALLOWED, "there is no quota");
      }
      return null;
    }
    checks.required("quota_period", period);
    return amount == null || period == null ? null : new Quota(amount, period);
  }

  private Map<String, String> metadata() {
    if (draft.metadata.size() > MOST_METADATA) {
      checks.problem("metadata", ProblemCode.TOO_MANY, MOST_METADATA);
    }
    draft.metadata.forEach((key, value) -> {
      if (checks.text("metadata", key, 1, 64) != null) {
        checks.text("metadata." + key, value, 0, 500);
      }
    });
    return draft.metadata;
  }

  private void checkTags() {
    for (int i = 0; i < Math.min(draft.tags.size(), MOST_TAGS); i++) {
      checks.text("tags[" + i + "]", draft.tags.get(i), 1, 50);
    }
  }

  /** An instant that every store can keep and every client can read. */
  private @Nullable Instant instant(String path, @Nullable Instant instant) {
    if (instant != null && (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST))) {
      checks.problem(path, ProblemCode.OUT_OF_RANGE, Instant.EPOCH, LATEST);
      return null;
    }
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
  }
}
