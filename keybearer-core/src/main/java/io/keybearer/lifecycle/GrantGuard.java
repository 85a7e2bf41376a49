package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.Permissions;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody grants more than they hold. Scope and permissions of what comes out must lie within the
 * caller's; when it holds any power over Keybearer, so must its addresses, referers, routes and
 * expiry. A rule in {@code shadow} restricts nobody, so it widens like the absence of the rule. A
 * change is asked only about what it widens.
 */
final class GrantGuard {
  private static final Permissions EVERYTHING = Permissions.of(List.of("*"));

  private final ApiKey granter;
  private final KeyAttributes result;
  private final @Nullable KeyAttributes before;
  private final List<FieldProblem> tooMuch = new ArrayList<>();

  private GrantGuard(ApiKey granter, KeyAttributes result, @Nullable KeyAttributes before) {
    this.granter = granter;
    this.result = result;
    this.before = before;
  }

  /**
   * Checks what a caller is about to bring into being.
   *
   * @param before what the key could do before; null when the caller makes or revives it, or learns
   *     its text
   * @throws ForbiddenException {@code GRANTS_TOO_MUCH}, naming each field that grants too much
   */
  static void check(Caller caller, KeyAttributes result, @Nullable KeyAttributes before) {
    ApiKey granter = caller.key();
    if (granter != null) {
      new GrantGuard(granter, result, before).check();
    }
  }

  private void check() {
    KeyAttributes held = granter.attributes();
    boolean widensScope = before == null || !before.scope().includes(result.scope());
    if (widensScope && !held.scope().includes(result.scope())) {
      refuse("scope");
    }
    Permissions added =
        before == null ? result.permissions() : result.permissions().without(before.permissions());
    if (!held.permissions().covers(added)) {
      refuse("permissions");
    }
    boolean loosens = loosens(held, before, Rule.SCOPE, Rule.PERMISSIONS);
    if (result.permissions().holdsReserved()) {
      KeyAttributes was = added.holdsReserved() ? null : before;
      checkWhereAndWhen(held, was);
      loosens |= loosens(held, was, Rule.ALLOWED_IPS, Rule.ALLOWED_REFERERS, Rule.ROUTES);
    }
    if (loosens) {
      refuse("shadow");
    }
    if (!tooMuch.isEmpty()) {
      throw ForbiddenException.grantsTooMuch(tooMuch);
    }
  }

  private void checkWhereAndWhen(KeyAttributes held, @Nullable KeyAttributes was) {
    if (!within(result.allowedIps(), held.allowedIps())
        && !(was != null && within(result.allowedIps(), was.allowedIps()))) {
      refuse("allowed_ips");
    }
    if (!referersWithin(result, held) && !(was != null && referersWithin(result, was))) {
      refuse("allowed_referers");
    }
    if (!within(result.routes(), held.routes())
        && !(was != null && within(result.routes(), was.routes()))) {
      refuse("routes");
    }
    if (!endsWithin(result.expiresAt(), end(granter))
        && !(was != null && endsWithin(result.expiresAt(), was.expiresAt()))) {
      refuse("expires_at");
    }
  }

  /** Whether a rule that binds the caller, and did bind the key, would only report on the result. */
  private boolean loosens(KeyAttributes held, @Nullable KeyAttributes was, Rule... rules) {
    for (Rule rule : rules) {
      boolean bound = was == null || !was.shadow().contains(rule);
      if (bound && result.shadow().contains(rule) && binds(rule, held)) {
        return true;
      }
    }
    return false;
  }

  private static boolean binds(Rule rule, KeyAttributes held) {
    return !held.shadow().contains(rule)
        && switch (rule) {
          case SCOPE -> held.scope() != Scope.ADMIN;
          case PERMISSIONS -> !held.permissions().covers(EVERYTHING);
          case ALLOWED_IPS -> held.allowedIps() != null;
          case ALLOWED_REFERERS -> held.allowedReferers() != null;
          case ROUTES -> held.routes() != null;
          case RATE_LIMIT, QUOTA -> false;
        };
  }

  private void refuse(String field) {
    tooMuch.add(FieldProblem.of(field, ProblemCode.GRANTS_TOO_MUCH));
  }

  /** When the granter itself stops being valid: its expiry, or earlier when it has been rotated. */
  private static @Nullable Instant end(ApiKey granter) {
    Instant expires = granter.attributes().expiresAt();
    Instant retires = granter.state().retiresAt();
    if (expires == null || (retires != null && retires.isBefore(expires))) {
      return retires;
    }
    return expires;
  }

  private static boolean within(
      @Nullable AllowedAddresses inner, @Nullable AllowedAddresses outer) {
    return outer == null || (inner != null && outer.covers(inner));
  }

  private static boolean within(@Nullable AllowedRoutes inner, @Nullable AllowedRoutes outer) {
    return outer == null || (inner != null && outer.covers(inner));
  }

  private static boolean referersWithin(KeyAttributes inner, KeyAttributes outer) {
    AllowedReferers most = outer.allowedReferers();
    AllowedReferers asked = inner.allowedReferers();
    if (most == null) {
      return true;
    }
    return asked != null
        && most.covers(asked)
        && (outer.allowMissingReferer() || !inner.allowMissingReferer());
  }

  private static boolean endsWithin(@Nullable Instant inner, @Nullable Instant outer) {
    return outer == null || (inner != null && !inner.isAfter(outer));
  }
}
