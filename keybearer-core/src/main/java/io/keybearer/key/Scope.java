package io.keybearer.key;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far a key reaches in its customer's own API. Ordered: {@code admin} includes {@code write},
 * which includes {@code read}. No scope ever implies a power over Keybearer itself.
 */
public enum Scope {
  /** Look, change nothing. */
  READ("read"),
  /** Look and change. */
  WRITE("write"),
  /** Everything the customer's API offers. */
  ADMIN("admin");

  private final String wireName;

  Scope(String wireName) {
    this.wireName = wireName;
  }

  /** The lower-case name used on the wire and in the database. */
  public String wireName() {
    return wireName;
  }

  /** Says whether a holder of this scope may do what needs the other. */
  public boolean includes(Scope needed) {
    return compareTo(needed) >= 0;
  }

  /**
   * The scope that an HTTP method needs when the request names none: {@code GET}, {@code HEAD} and
   * {@code OPTIONS} need {@code read}, every other {@code write}.
   */
  public static Scope neededBy(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS" -> READ;
      default -> WRITE;
    };
  }

  /** Finds the scope with this wire name, or nothing. */
  public static Optional<Scope> fromWireName(String name) {
    return Arrays.stream(values()).filter(scope -> scope.wireName.equals(name)).findFirst();
  }
}
