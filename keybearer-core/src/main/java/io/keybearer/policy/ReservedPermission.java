package io.keybearer.policy;

import java.util.Arrays;
import java.util.Optional;

/**
 * A power over Keybearer itself. No scope, no {@code *} and no absence of permissions ever implies
 * one: a key holds it only if it is listed by its name.
 */
public enum ReservedPermission {
  /** Issue, change, rotate and revoke keys, and mark owners. */
  KEYS("keybearer:keys"),
  /** Report requests to the log. */
  LOGS("keybearer:logs"),
  /** Read keys, companies, owners and the log. */
  READ("keybearer:read"),
  /** Verify keys. */
  VERIFY("keybearer:verify"),
  /** Make and change companies. */
  COMPANIES("keybearer:companies");

  /** The first segment that belongs to Keybearer alone. */
  static final String NAMESPACE = "keybearer";

  private final String wireName;

  ReservedPermission(String wireName) {
    this.wireName = wireName;
  }

  /** The name in a list of permissions, for example {@code keybearer:keys}. */
  public String wireName() {
    return wireName;
  }

  /** Finds the reserved permission with this name, or nothing. */
  public static Optional<ReservedPermission> fromWireName(String name) {
    return Arrays.stream(values()).filter(power -> power.wireName.equals(name)).findFirst();
  }
}
