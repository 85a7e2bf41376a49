package io.keybearer.servlet;

import io.keybearer.key.ApiKey;
import java.security.Principal;

/**
 * Who made a request with a key, for {@code getUserPrincipal()}.
 *
 * @param key the key, without its secret
 */
public record KeyPrincipal(ApiKey key) implements Principal {
  /** {@code key:} and the key's public prefix, as the audit trail names it. */
  @Override
  public String getName() {
    return key.actorName();
  }

  /** Its name alone: what else a key holds is not for logs. */
  @Override
  public String toString() {
    return getName();
  }
}
