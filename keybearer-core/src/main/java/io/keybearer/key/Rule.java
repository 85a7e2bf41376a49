package io.keybearer.key;

import io.keybearer.limit.NamedLimit;
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

  /**
   * How one of a key's rate limits is called where it matters which: {@code rate_limit}, or {@code
   * limits.burst} for a further one named {@code burst}. As rules that can be in shadow they are
   * one, {@link #RATE_LIMIT}.
   *
   * @param limit the limit's name, {@link NamedLimit#DEFAULT} for the key's own
   */
  public static String nameOfLimit(String limit) {
    return limit.equals(NamedLimit.DEFAULT) ? RATE_LIMIT.wireName : "limits." + limit;
  }

  /** Finds the rule with this wire name, or nothing. */
  public static Optional<Rule> fromWireName(String name) {
    return Arrays.stream(values()).filter(rule -> rule.wireName.equals(name)).findFirst();
  }
}
