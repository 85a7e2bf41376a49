package io.keybearer.servlet;

import io.keybearer.key.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs. Made by {@link #open}, {@link #byMethod}, {@link #scope} and {@link
 * #anyScope}, and made stricter by {@link #and}.
 *
 * @param keyless whether it needs no key at all
 * @param scope the scope that it needs; null = by its method, or none
 * @param scopeByMethod whether an absent scope follows from the method: {@code read} for GET, HEAD
 *     and OPTIONS, {@code write} for every other
 * @param permissions the permissions that it needs, all of them
 */
public record Requirement(
    boolean keyless, @Nullable Scope scope, boolean scopeByMethod, List<String> permissions) {
  private static final Requirement OPEN = new Requirement(true, null, false, List.of());
  private static final Requirement BY_METHOD = new Requirement(false, null, true, List.of());
  private static final Requirement ANY_SCOPE = new Requirement(false, null, false, List.of());

  /** Copies the permissions. */
  public Requirement {
    permissions = List.copyOf(permissions);
  }

  /** No key. One that comes all the same is not looked at. */
  public static Requirement open() {
    return OPEN;
  }

  /** A key of the scope that the method needs. */
  public static Requirement byMethod() {
    return BY_METHOD;
  }

  /** A key of at least this scope, whatever the method. */
  public static Requirement scope(Scope scope) {
    return new Requirement(false, scope, false, List.of());
  }

  /** A key, of whatever scope. */
  public static Requirement anyScope() {
    return ANY_SCOPE;
  }

  /**
   * The same, and these permissions, all of them.
   *
   * @throws IllegalStateException when no key is needed, which could hold them
   */
  public Requirement and(String... needed) {
    if (keyless) {
      throw new IllegalStateException("expected a requirement of a key, of which to ask more");
    }
    return new Requirement(false, scope, scopeByMethod, List.of(needed));
  }
}
