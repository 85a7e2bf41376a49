package io.keybearer.server.http;

import io.keybearer.policy.ReservedPermission;

/** What a caller must show before a route does anything for it. */
public sealed interface Requirement {
  /** Nothing: the route is for everybody. */
  static Requirement open() {
    return Open.TO_EVERYBODY;
  }

  /** Any valid key. */
  static Requirement anyKey() {
    return AnyKey.WHATEVER_IT_HOLDS;
  }

  /** A key that holds a reserved permission, by its own name. */
  static Requirement holding(ReservedPermission permission) {
    return new Reserved(permission, false);
  }

  /** A key of the platform that holds a reserved permission. */
  static Requirement platformHolding(ReservedPermission permission) {
    return new Reserved(permission, true);
  }

  /**
   * A gateway that proves itself with a key that holds {@code keybearer:verify} in {@code
   * X-Keybearer-Gateway}. The route looks at it itself, beside the client's key, and reads its query
   * itself too.
   */
  static Requirement gateway() {
    return Gateway.THAT_PROVES_ITSELF;
  }

  /** As the contract writes it: {@code none}, {@code any} or the permission. */
  String text();

  /** No key is looked at. */
  enum Open implements Requirement {
    /** The only one. */
    TO_EVERYBODY;

    @Override
    public String text() {
      return "none";
    }
  }

  /** A valid key, whatever it holds. */
  enum AnyKey implements Requirement {
    /** The only one. */
    WHATEVER_IT_HOLDS;

    @Override
    public String text() {
      return "any";
    }
  }

  /** A gateway's own key, beside that of its client. */
  enum Gateway implements Requirement {
    /** The only one. */
    THAT_PROVES_ITSELF;

    @Override
    public String text() {
      return ReservedPermission.VERIFY.wireName();
    }
  }

  /**
   * A key that holds a permission.
   *
   * @param permission which
   * @param platformOnly whether the key must also be the platform's
   */
  record Reserved(ReservedPermission permission, boolean platformOnly) implements Requirement {
    @Override
    public String text() {
      return permission.wireName();
    }
  }
}
