package io.keybearer.servlet;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Scope;
import io.keybearer.secret.PresentedKey;
import io.keybearer.verification.Verification;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request whose key was accepted, as the rest of the application sees it. Its principal is a
 * {@link KeyPrincipal}; it is in the roles {@code SCOPE_read}, {@code SCOPE_write} and {@code
 * SCOPE_admin} as far as the key's scope reaches, and in {@code orders:read} and the like where its
 * permissions allow that; never in a role whose name has no colon, as the application's own have. The key's text goes no further: the fields that carry keys are not there any more.
 */
public final class KeyedRequest extends HttpServletRequestWrapper {
  /** What {@code getAuthType()} says. */
  public static final String AUTH_TYPE = "API_KEY";

  private static final String VERDICT = "io.keybearer.verification";
  private static final String SCOPE_ROLE = "SCOPE_";

  private final KeyPrincipal principal;

  /** Makes a request of this key's holder. */
  public KeyedRequest(HttpServletRequest request, ApiKey key) {
    super(request);
    this.principal = new KeyPrincipal(key);
  }

  /** The key of a request, once the filter has accepted it. */
  public static Optional<ApiKey> key(ServletRequest request) {
    return verdict(request).map(Verification.Accepted::key);
  }

  /** What was said of the key of a request, once the filter has accepted it. */
  public static Optional<Verification.Accepted> verdict(ServletRequest request) {
    return request.getAttribute(VERDICT) instanceof Verification.Accepted accepted
        ? Optional.of(accepted)
        : Optional.empty();
  }

  /** Notes what was said of the key, for whoever asks later. */
  static void note(HttpServletRequest request, Verification.Accepted verdict) {
    request.setAttribute(VERDICT, verdict);
  }

  @Override
  public @Nullable String getHeader(String name) {
    return carriesKeys(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return carriesKeys(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
        .filter(name -> !carriesKeys(name))
        .toList());
  }

  private static boolean carriesKeys(String name) {
    return PresentedKey.AUTHORIZATION.equalsIgnoreCase(name)
        || PresentedKey.X_API_KEY.equalsIgnoreCase(name);
  }

  @Override
  public Principal getUserPrincipal() {
    return principal;
  }

  @Override
  public String getRemoteUser() {
    return principal.getName();
  }

  @Override
  public String getAuthType() {
    return AUTH_TYPE;
  }

  @Override
  public boolean isUserInRole(String role) {
    if (role.startsWith(SCOPE_ROLE)) {
      return Scope.fromWireName(role.substring(SCOPE_ROLE.length()).toLowerCase(Locale.ROOT))
          .filter(scope -> principal.key().attributes().scope().includes(scope))
          .isPresent();
    }
    // Not names without a colon: the application's own roles are called like that.
    return role.indexOf(':') > 0 && principal.key().attributes().permissions().allows(role);
  }
}
