package io.keybearer.limit.redis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of limits while Redis does not answer. Keys are verified whatever it is. */
public enum FailurePolicy {
  /** Each node counts for itself, under the limit divided by the live nodes, at least one. */
  LOCAL("each node counts for itself, its share of every limit"),
  /** Nothing that has a limit is accepted. */
  DENY("what has a limit is denied"),
  /** Everything is accepted, as if there were no limits. */
  ALLOW("no limit is enforced");

  private final String effect;

  FailurePolicy(String effect) {
    this.effect = effect;
  }

  /** What it comes to, for a line of the log. */
  String effect() {
    return effect;
  }

  /** Its name in settings: {@code local}, {@code deny}, {@code allow}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds the policy of this name, or nothing. */
  public static Optional<FailurePolicy> fromWireName(String name) {
    return Arrays.stream(values())
        .filter(policy -> policy.wireName().equals(name))
        .findAny();
  }
}
