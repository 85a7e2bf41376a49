package io.keybearer.store.tck;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes in the making: plain ones (scope {@code read}, no rule at all) until said otherwise. */
public final class AttributesDraft {
  private final String name;
  private @Nullable String user;
  private Scope scope = Scope.READ;
  private Permissions permissions = Permissions.none();
  private @Nullable AllowedRoutes routes;
  private @Nullable Instant notBefore;
  private @Nullable Instant expiresAt;
  private @Nullable AllowedAddresses allowedIps;
  private @Nullable AllowedReferers allowedReferers;
  private boolean allowMissingReferer;
  private @Nullable RateLimit rateLimit;
  private List<NamedLimit> limits = List.of();
  private @Nullable Quota quota;
  private Set<Rule> shadow = Set.of();
  private Map<String, String> metadata = Map.of();
  private List<String> tags = List.of();

  private AttributesDraft(String name) {
    this.name = name;
  }

  /** Begins with a name. */
  public static AttributesDraft named(String name) {
    return new AttributesDraft(name);
  }

  /** Names the owner. */
  public AttributesDraft user(@Nullable String value) {
    user = value;
    return this;
  }

  /** Gives a scope and permissions. */
  public AttributesDraft powers(Scope newScope, String... newPermissions) {
    scope = newScope;
    permissions = Permissions.of(List.of(newPermissions));
    return this;
  }

  /** Gives route rules. */
  public AttributesDraft routes(String... texts) {
    routes = AllowedRoutes.of(List.of(texts));
    return this;
  }

  /** Gives a span of validity. */
  public AttributesDraft life(@Nullable Instant from, @Nullable Instant until) {
    notBefore = from;
    expiresAt = until;
    return this;
  }

  /** Gives an address list. */
  public AttributesDraft allowedIps(String... texts) {
    allowedIps = AllowedAddresses.of(List.of(texts));
    return this;
  }

  /** Gives a referer list. */
  public AttributesDraft allowedReferers(boolean allowMissing, String... texts) {
    allowedReferers = AllowedReferers.of(List.of(texts));
    allowMissingReferer = allowMissing;
    return this;
  }

  /** Gives the key's own rate limit and further ones. */
  public AttributesDraft limits(@Nullable RateLimit own, NamedLimit... further) {
    rateLimit = own;
    limits = List.of(further);
    return this;
  }

  /** Gives a quota. */
  public AttributesDraft quota(Quota value) {
    quota = value;
    return this;
  }

  /** Names rules that only report. */
  public AttributesDraft shadow(Rule... rules) {
    shadow = Set.of(rules);
    return this;
  }

  /** Gives the customer's own facts and labels. */
  public AttributesDraft notes(Map<String, String> newMetadata, List<String> newTags) {
    metadata = newMetadata;
    tags = newTags;
    return this;
  }

  /** The attributes. */
  public KeyAttributes build() {
    return new KeyAttributes(
        name,
        user,
        scope,
        permissions,
        routes,
        notBefore,
        expiresAt,
        allowedIps,
        allowedReferers,
        allowMissingReferer,
        rateLimit,
        limits,
        quota,
        shadow,
        metadata,
        tags);
  }
}
