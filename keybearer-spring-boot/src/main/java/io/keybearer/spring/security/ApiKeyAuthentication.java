package io.keybearer.spring.security;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Scope;
import io.keybearer.verification.Verification;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A request made with an accepted key. Its principal is the {@link ApiKey}, without secret; its name
 * {@code key:} and the key's public prefix. Authorities: {@code SCOPE_read}, {@code SCOPE_write} and
 * {@code SCOPE_admin} as far as the scope reaches, and the key's permissions as they are written,
 * {@code orders:read}; of {@code orders:*}, also those names below it that the application knows.
 *
 * <p>Stands for one request, and is never kept in a session.
 */
public final class ApiKeyAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "SCOPE_";

  private final transient Verification.Accepted verdict;

  /**
   * Makes an authentication of a verdict.
   *
   * @param known names of permissions that the application asks for
   */
  public ApiKeyAuthentication(Verification.Accepted verdict, Collection<String> known) {
    super(authorities(verdict.key(), known));
    this.verdict = verdict;
    super.setAuthenticated(true);
  }

  /** What was said of the key: its limits, its log row. */
  public Verification.Accepted verdict() {
    return verdict;
  }

  @Override
  public ApiKey getPrincipal() {
    return verdict.key();
  }

  /** Nothing: the text of the key went no further than the filter. */
  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public String getName() {
    return verdict.key().actorName();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Its name alone: what else a key holds is not for logs. */
  @Override
  public String toString() {
    return "ApiKeyAuthentication[" + getName() + "]";
  }

  private static List<GrantedAuthority> authorities(ApiKey key, Collection<String> known) {
    List<GrantedAuthority> authorities = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      if (key.attributes().scope().includes(scope)) {
        authorities.add(new SimpleGrantedAuthority(SCOPE + scope.wireName()));
      }
    }
    List<String> held = key.attributes().permissions().texts();
    held.forEach(text -> authorities.add(new SimpleGrantedAuthority(text)));
    for (String name : known) {
      if (!held.contains(name) && key.attributes().permissions().allows(name)) {
        authorities.add(new SimpleGrantedAuthority(name));
      }
    }
    return authorities;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("an ApiKeyAuthentication stands for one request");
  }
}
