package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyType;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.problem.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks a key to be, before it is checked: texts are as they came. All problems of a
 * draft are found together, when it is issued or a change is applied. Mutable; for one thread.
 *
 * <p>Unless told otherwise a draft asks for scope {@code read}, no permissions, no expiry, no lists
 * and no limits. A null clears what it names.
 */
public final class KeyDraft {
  /** A further limit as it came: a name, how many, and in how many seconds. */
  public record LimitDraft(
      @Nullable String name, @Nullable Long limit, @Nullable Long window) {}

  final List<FieldProblem> problems = new ArrayList<>();

  @Nullable
  CompanyRef company;

  @Nullable
  KeyType type;

  @Nullable
  String env;

  @Nullable
  String name;

  @Nullable
  String user;

  @Nullable
  Scope scope = Scope.READ;

  List<String> permissions = List.of();

  @Nullable
  List<String> routes;

  @Nullable
  Instant notBefore;

  @Nullable
  Instant expiresAt;

  @Nullable
  List<String> allowedIps;

  @Nullable
  List<String> allowedReferers;

  boolean allowMissingReferer;

  @Nullable
  Long rateLimit;

  @Nullable
  Long rateLimitWindow;

  boolean rateLimitNamed;
  List<LimitDraft> limits = List.of();

  @Nullable
  Long quota;

  @Nullable
  QuotaPeriod quotaPeriod;

  Set<Rule> shadow = Set.of();
  Map<String, String> metadata = Map.of();
  List<String> tags = List.of();

  private KeyDraft() {}

  /** A draft that says nothing yet; for edges that fill in what they read. */
  public static KeyDraft blank() {
    KeyDraft draft = new KeyDraft();
    draft.scope = null;
    return draft;
  }

  /** A key that acts for one person of a company. */
  public static KeyDraft user(CompanyId company, String user, String name) {
    return new KeyDraft()
        .type(KeyType.USER)
        .company(CompanyRef.of(company))
        .user(user)
        .name(name);
  }

  /** A key that belongs to a company. */
  public static KeyDraft service(CompanyId company, String name) {
    return new KeyDraft().type(KeyType.SERVICE).company(CompanyRef.of(company)).name(name);
  }

  /** A key of the platform. */
  public static KeyDraft system(String name) {
    return new KeyDraft().type(KeyType.SYSTEM).name(name);
  }

  /** A draft that asks for what a key already is. */
  static KeyDraft of(ApiKey key) {
    KeyAttributes is = key.attributes();
    KeyDraft draft = new KeyDraft().type(key.type()).name(is.name()).user(is.user());
    draft.env = key.env();
    draft.scope = is.scope();
    draft.permissions = is.permissions().texts();
    draft.routes = is.routes() == null ? null : is.routes().texts();
    draft.notBefore = is.notBefore();
    draft.expiresAt = is.expiresAt();
    draft.allowedIps = is.allowedIps() == null ? null : is.allowedIps().texts();
    draft.allowedReferers =
        is.allowedReferers() == null ? null : is.allowedReferers().texts();
    draft.allowMissingReferer = is.allowMissingReferer();
    if (is.rateLimit() != null) {
      draft.rateLimit = is.rateLimit().limit();
      draft.rateLimitWindow = is.rateLimit().windowSeconds();
    }
    draft.rateLimitNamed = true;
    draft.limits = is.limits().stream().map(KeyDraft::draftOf).toList();
    if (is.quota() != null) {
      draft.quota = is.quota().amount();
      draft.quotaPeriod = is.quota().period();
    }
    draft.shadow = is.shadow();
    draft.metadata = is.metadata();
    draft.tags = is.tags();
    return draft;
  }

  private static LimitDraft draftOf(NamedLimit limit) {
    return new LimitDraft(limit.name(), limit.rate().limit(), limit.rate().windowSeconds());
  }

  /** Adds a problem that was found while the draft was read, to be reported with the rest. */
  public KeyDraft problem(FieldProblem problem) {
    problems.add(problem);
    return this;
  }

  /** Whose key; left out by a company's own caller, and for keys of the platform. */
  public KeyDraft company(@Nullable CompanyRef value) {
    company = value;
    return this;
  }

  /** What the key stands for. */
  public KeyDraft type(@Nullable KeyType value) {
    type = value;
    return this;
  }

  /** The environment that its text names; one of the configured ones. */
  public KeyDraft env(@Nullable String value) {
    env = value;
    return this;
  }

  /** Its name, 1–100 characters. */
  public KeyDraft name(@Nullable String value) {
    name = value;
    return this;
  }

  /** Its owner's id, 1–255 characters. */
  public KeyDraft user(@Nullable String value) {
    user = value;
    return this;
  }

  /** How far it reaches in the customer's API. */
  public KeyDraft scope(@Nullable Scope value) {
    scope = value;
    return this;
  }

  /** Finer powers, such as {@code orders:read}. */
  public KeyDraft permissions(@Nullable List<String> values) {
    permissions = values == null ? List.of() : List.copyOf(values);
    return this;
  }

  /** Methods and paths it may be used on, such as {@code GET /orders/*}; null = any. */
  public KeyDraft routes(@Nullable List<String> values) {
    routes = values == null ? null : List.copyOf(values);
    return this;
  }

  /** The first instant at which it is valid. */
  public KeyDraft notBefore(@Nullable Instant value) {
    notBefore = value;
    return this;
  }

  /** The first instant at which it is no longer valid; null = never expires. */
  public KeyDraft expiresAt(@Nullable Instant value) {
    expiresAt = value;
    return this;
  }

  /** Addresses and CIDR blocks it may be used from; null = anywhere. */
  public KeyDraft allowedIps(@Nullable List<String> values) {
    allowedIps = values == null ? null : List.copyOf(values);
    return this;
  }

  /** Pages that may use it; null = any. */
  public KeyDraft allowedReferers(@Nullable List<String> values) {
    allowedReferers = values == null ? null : List.copyOf(values);
    return this;
  }

  /** Whether a request without referer and origin passes that list. */
  public KeyDraft allowMissingReferer(boolean value) {
    allowMissingReferer = value;
    return this;
  }

  /** Accepted requests a window, 1 to 1,000,000,000; null = unlimited. */
  public KeyDraft rateLimit(@Nullable Long value) {
    rateLimit = value;
    rateLimitNamed = true;
    return this;
  }

  /** Accepted requests in a time of whole seconds. */
  public KeyDraft rateLimit(long limit, Duration window) {
    return rateLimit(limit).rateLimitWindow(window.toSeconds());
  }

  /** The window of {@code rate_limit} in seconds; null = 3,600. */
  public KeyDraft rateLimitWindow(@Nullable Long seconds) {
    rateLimitWindow = seconds;
    return this;
  }

  /** Further limits, each of which must also hold. */
  public KeyDraft limits(@Nullable List<LimitDraft> values) {
    limits = values == null ? List.of() : List.copyOf(values);
    return this;
  }

  /** Accepted requests a calendar period, 1 to 1,000,000,000; null = unlimited. */
  public KeyDraft quota(@Nullable Long value) {
    quota = value;
    return this;
  }

  /** The calendar period of the quota, in UTC. */
  public KeyDraft quotaPeriod(@Nullable QuotaPeriod value) {
    quotaPeriod = value;
    return this;
  }

  /** Rules that report and do not deny. */
  public KeyDraft shadow(@Nullable Set<Rule> values) {
    shadow = values == null || values.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(values));
    return this;
  }

  /** The customer's own facts. */
  public KeyDraft metadata(@Nullable Map<String, String> values) {
    metadata = values == null ? Map.of() : new LinkedHashMap<>(values);
    return this;
  }

  /** One of the customer's own facts, beside the others; null removes it. */
  public KeyDraft metadataEntry(String key, @Nullable String value) {
    Map<String, String> merged = new LinkedHashMap<>(metadata);
    if (value == null) {
      merged.remove(key);
    } else {
      merged.put(key, value);
    }
    metadata = merged;
    return this;
  }

  /** The customer's own labels. */
  public KeyDraft tags(@Nullable List<String> values) {
    tags = values == null ? List.of() : List.copyOf(values);
    return this;
  }
}
