package io.keybearer.verification;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import io.keybearer.policy.ReservedPermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that look at the request alone and count nothing. Each one passes or denies. */
final class PolicyRules {
  /** In the order in which they are checked. Never changed. */
  static final Rule[] IN_ORDER = {
    Rule.ALLOWED_IPS, Rule.ALLOWED_REFERERS, Rule.SCOPE, Rule.PERMISSIONS, Rule.ROUTES
  };

  private PolicyRules() {}

  /**
   * The first rule that denies, or null when none does.
   *
   * @param shadowDenied receives the rules that would deny and only report
   */
  static @Nullable DenialReason firstDenial(
      HeldKey key, VerificationRequest request, Set<Rule> shadowDenied) {
    KeyAttributes attributes = key.attributes;
    for (Rule rule : IN_ORDER) {
      boolean passes = switch (rule) {
        case ALLOWED_REFERERS -> key.passesReferers(request);
        case PERMISSIONS -> key.passesPermissions(request.permissions());
        default -> passes(rule, attributes, request);
      };
      if (!passes) {
        if (!onlyReports(rule, attributes, request)) {
          return reason(rule);
        }
        shadowDenied.add(rule);
      }
    }
    return null;
  }

  /** Whether a rule has nothing against a request. */
  static boolean passes(Rule rule, KeyAttributes key, VerificationRequest request) {
    return switch (rule) {
      case ALLOWED_IPS -> passesAddresses(key.allowedIps(), request);
      case ALLOWED_REFERERS -> passesReferers(key, request);
      case SCOPE -> passesScope(key.scope(), request.neededScope());
      case PERMISSIONS -> passes(key.permissions(), request.permissions());
      case ROUTES -> passesRoutes(key.routes(), request);
      case RATE_LIMIT, QUOTA -> throw new IllegalArgumentException("counting rules are not policy");
    };
  }

  /** Whether a rule that does not pass lets the request go on all the same. */
  static boolean onlyReports(Rule rule, KeyAttributes key, VerificationRequest request) {
    return key.shadow().contains(rule) && !asksForPowerNotHeld(rule, key, request);
  }

  /** A rule that only reports must not hand out a power over Keybearer that the key does not list. */
  private static boolean asksForPowerNotHeld(
      Rule rule, KeyAttributes key, VerificationRequest request) {
    return rule == Rule.PERMISSIONS
        && request.permissions().stream()
            .flatMap(name -> ReservedPermission.fromWireName(name).stream())
            .anyMatch(power -> !key.permissions().allows(power));
  }

  private static boolean passesAddresses(
      @Nullable AllowedAddresses allowed, VerificationRequest request) {
    return allowed == null || (request.ip() != null && allowed.contains(request.ip()));
  }

  private static boolean passesReferers(KeyAttributes key, VerificationRequest request) {
    AllowedReferers allowed = key.allowedReferers();
    return allowed == null
        || allowed
            .permits(request.referer(), request.origin(), key.allowMissingReferer())
            .allowed();
  }

  private static boolean passesScope(Scope held, @Nullable Scope needed) {
    return needed == null || held.includes(needed);
  }

  /** Whether all that is needed is held. */
  static boolean passes(Permissions held, List<String> needed) {
    for (int i = 0; i < needed.size(); i++) {
      if (!held.allows(needed.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean passesRoutes(
      @Nullable AllowedRoutes allowed, VerificationRequest request) {
    return allowed == null
        || (request.method() != null
            && request.endpoint() != null
            && allowed.permits(request.method(), request.endpoint()));
  }

  /** What a rule that denies is reported as. */
  static DenialReason reason(Rule rule) {
    return switch (rule) {
      case ALLOWED_IPS -> DenialReason.IP_DENIED;
      case ALLOWED_REFERERS -> DenialReason.REFERER_DENIED;
      case SCOPE -> DenialReason.INSUFFICIENT_SCOPE;
      case PERMISSIONS -> DenialReason.INSUFFICIENT_PERMISSION;
      case ROUTES -> DenialReason.ROUTE_DENIED;
      case RATE_LIMIT -> DenialReason.RATE_LIMITED;
      case QUOTA -> DenialReason.QUOTA_EXCEEDED;
    };
  }
}
