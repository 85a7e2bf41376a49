package io.keybearer.verification;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Scope;
import io.keybearer.policy.AddressRange;
import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.AllowedReferers;
import io.keybearer.policy.AllowedRoutes;
import io.keybearer.policy.IpAddress;
import io.keybearer.policy.RefererPattern;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.policy.RouteRule;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why each rule that looks at the request passes it or not. */
final class PolicySentences {
  private static final RouteRule ANYTHING = RouteRule.parse("* /*");

  private PolicySentences() {}

  static Finding ofAddress(
      @Nullable AllowedAddresses allowed, @Nullable IpAddress ip, @Nullable String asGiven) {
    if (allowed == null) {
      return Finding.of(ExplanationText.ANY_ADDRESS);
    }
    if (ip == null) {
      return Finding.of(ExplanationText.ADDRESS_MISSING);
    }
    AddressRange range = first(allowed.ranges(), entry -> entry.contains(ip));
    if (ip.isIpv4() && asGiven != null && asGiven.indexOf(':') >= 0) {
      return range == null
          ? Finding.of(ExplanationText.MAPPED_ADDRESS_NOT_LISTED, asGiven, ip)
          : Finding.of(ExplanationText.MAPPED_ADDRESS_LISTED, asGiven, ip, range);
    }
    if (range != null) {
      return Finding.of(ExplanationText.ADDRESS_LISTED, ip, range);
    }
    boolean related =
        allowed.ranges().stream().anyMatch(entry -> entry.network().isIpv4() == ip.isIpv4());
    return Finding.of(
        related ? ExplanationText.ADDRESS_NOT_LISTED : ExplanationText.ADDRESS_OF_OTHER_FAMILY, ip);
  }

  static Finding ofPage(KeyAttributes key, VerificationRequest request) {
    AllowedReferers allowed = key.allowedReferers();
    if (allowed == null) {
      return Finding.of(ExplanationText.ANY_PAGE);
    }
    // Asked without the exception for missing pages, so that one that is missing is told apart.
    return switch (allowed.permits(request.referer(), request.origin(), false)) {
      case ALLOWED ->
        Finding.of(
            ExplanationText.PAGE_LISTED,
            Objects.requireNonNull(
                first(allowed.patterns(), pattern -> matches(pattern, request))));
      case MISSING ->
        Finding.of(
            key.allowMissingReferer()
                ? ExplanationText.PAGE_MISSING_ALLOWED
                : ExplanationText.PAGE_MISSING);
      case MALFORMED -> Finding.of(ExplanationText.PAGE_MALFORMED);
      case ORIGINS_DISAGREE -> Finding.of(ExplanationText.ORIGINS_DISAGREE);
      case NOT_LISTED -> Finding.of(ExplanationText.PAGE_NOT_LISTED);
      case PATH_UNKNOWN -> Finding.of(ExplanationText.PAGE_WITHOUT_PATH);
    };
  }

  private static boolean matches(RefererPattern pattern, VerificationRequest request) {
    return new AllowedReferers(List.of(pattern))
        .permits(request.referer(), request.origin(), false)
        .allowed();
  }

  static Finding ofScope(Scope held, VerificationRequest request) {
    Scope needed = request.neededScope();
    if (needed == null) {
      return Finding.of(ExplanationText.NO_SCOPE_NEEDED);
    }
    String method = request.method();
    boolean suffices = held.includes(needed);
    if (request.scope() != null || method == null) {
      return Finding.of(
          suffices ? ExplanationText.SCOPE_HELD : ExplanationText.SCOPE_TOO_LOW,
          needed.wireName(),
          held.wireName());
    }
    return Finding.of(
        suffices ? ExplanationText.SCOPE_OF_METHOD_HELD : ExplanationText.SCOPE_TOO_LOW_FOR_METHOD,
        needed.wireName(),
        held.wireName(),
        method);
  }

  static Finding ofPermissions(KeyAttributes key, VerificationRequest request) {
    if (request.permissions().isEmpty()) {
      return Finding.of(ExplanationText.NO_PERMISSION_NEEDED);
    }
    List<String> missing = request.permissions().stream()
        .filter(name -> !key.permissions().allows(name))
        .distinct()
        .toList();
    if (missing.isEmpty()) {
      return Finding.of(ExplanationText.PERMISSIONS_HELD);
    }
    List<String> powers = missing.stream()
        .filter(name -> ReservedPermission.fromWireName(name).isPresent())
        .toList();
    return powers.isEmpty()
        ? Finding.of(ExplanationText.PERMISSION_NOT_HELD, String.join(", ", missing))
        : Finding.of(ExplanationText.POWER_NOT_LISTED, String.join(", ", powers));
  }

  static Finding ofRoute(
      @Nullable AllowedRoutes allowed, @Nullable String method, @Nullable String endpoint) {
    if (allowed == null) {
      return Finding.of(ExplanationText.ANY_ROUTE);
    }
    if (method == null || endpoint == null) {
      return Finding.of(ExplanationText.ROUTE_INCOMPLETE);
    }
    if (!ANYTHING.permits(method, endpoint)) {
      return Finding.of(ExplanationText.PATH_AMBIGUOUS);
    }
    RouteRule listed = first(allowed.rules(), rule -> rule.permits(method, endpoint));
    if (listed != null) {
      return Finding.of(ExplanationText.ROUTE_LISTED, listed);
    }
    RouteRule elsewhere =
        first(allowed.rules(), rule -> withAnyMethod(rule).permits(method, endpoint));
    return elsewhere == null
        ? Finding.of(ExplanationText.ROUTE_NOT_LISTED)
        : Finding.of(ExplanationText.METHOD_NOT_LISTED, elsewhere);
  }

  private static RouteRule withAnyMethod(RouteRule rule) {
    String text = rule.toString();
    return RouteRule.parse("*" + text.substring(text.indexOf(' ')));
  }

  private static <T> @Nullable T first(List<T> entries, Predicate<T> test) {
    return entries.stream().filter(test).findFirst().orElse(null);
  }
}
