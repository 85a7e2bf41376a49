package io.keybearer.key;

import java.util.Arrays;
import java.util.Optional;

/**
 * A rule of a key that can be put into {@code shadow}: it is then worked out and reported, and
 * denies nothing.
 */
public enum Rule {
  /** {@code allowed_ips}. */
  ALLOWED_IPS("allowed_ips"),
  /** {@code allowed_referers}. */
  ALLOWED_REFERERS("allowed_referers"),
  /** {@code scope}. */
  SCOPE("scope"),
  /** {@code permissions}. */
  PERMISSIONS("permissions"),
  /** {@code routes}. */
  ROUTES("routes"),
  /** {@code rate_limit} and {@code limits}. */
  RATE_LIMIT("rate_limit"),
  /** {@code quota}. */
  QUOTA("quota");

  private final String wireName;

  Rule(String wireName) {
    this.wireName = wireName;
  }

  /** The attribute that the rule reads, as it is named on the wire. */
  public String wireName() {
    return wireName;
  }

  /** Finds the rule with this wire name, or nothing. */
  public static Optional<Rule> fromWireName(String name) {
    return Arrays.stream(values()).filter(rule -> rule.wireName.equals(name)).findFirst();
  }
}
