package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;

/**
 * One entry of a key's permissions: a name ({@code orders:read}), everything below a name ({@code
 * orders:*}), everything ({@code *}), or a {@link ReservedPermission}. A name is segments of {@code
 * [a-z0-9][a-z0-9_.-]*} joined by colons.
 *
 * @param text the entry, 1 to 100 characters
 */
public record Permission(String text) {
  private static final int LONGEST = 100;
  private static final String EVERYTHING = "*";
  private static final String BELOW = ":*";
  private static final String RESERVED = ReservedPermission.NAMESPACE + ":";

  /**
   * Checks the form.
   *
   * @throws InvalidValueException with {@code PERMISSION_INVALID} when it is none, or names
   *     something of {@code keybearer} that is no reserved permission
   */
  public Permission {
    boolean below = text.endsWith(BELOW);
    String name = below ? text.substring(0, text.length() - BELOW.length()) : text;
    boolean valid = text.equals(EVERYTHING) || (isName(name) && !(below && isReserved(text)));
    if (!valid || text.length() > LONGEST) {
      throw new InvalidValueException(ProblemCode.PERMISSION_INVALID);
    }
  }

  /**
   * Reads an entry.
   *
   * @throws InvalidValueException with {@code PERMISSION_INVALID} when it is none
   */
  public static Permission parse(String text) {
    return new Permission(text);
  }

  /**
   * Says whether the text is a name that a request can ask for: an entry without a star, reserved
   * ones included.
   */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    boolean segmentStart = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean inner = c == '_' || c == '.' || c == '-' || c == ':';
      if (!alphanumeric && (segmentStart || !inner)) {
        return false;
      }
      segmentStart = c == ':';
    }
    boolean ours = isReserved(text) || text.equals(ReservedPermission.NAMESPACE);
    return !segmentStart && (!ours || ReservedPermission.fromWireName(text).isPresent());
  }

  /** Says whether this is one of Keybearer's own powers. */
  public boolean isReserved() {
    return isReserved(text);
  }

  /** Says whether whoever holds this may do what needs the name; no when it is not a name. */
  public boolean allows(String needed) {
    return isName(needed) && coversText(needed);
  }

  /** Says whether this allows everything that the other allows. */
  public boolean covers(Permission other) {
    return coversText(other.text);
  }

  /** The entry as it stands in a list. */
  @Override
  public String toString() {
    return text;
  }

  /** The same as {@link #allows}, or {@link #covers}, of a text already known to be well formed. */
  boolean coversText(String other) {
    if (text.equals(other)) {
      return true;
    }
    if (isReserved(other)) {
      return false;
    }
    return text.equals(EVERYTHING)
        || (text.endsWith(BELOW) && other.regionMatches(0, text, 0, text.length() - 1));
  }

  private static boolean isReserved(String text) {
    return text.startsWith(RESERVED);
  }
}
