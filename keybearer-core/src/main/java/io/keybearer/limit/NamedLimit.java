package io.keybearer.limit;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.regex.Pattern;

/**
 * A rate under the name by which answers speak of it.
 *
 * @param name {@code [a-z][a-z0-9_-]{0,31}}, for example {@code burst}
 * @param rate how much
 */
public record NamedLimit(String name, RateLimit rate) {
  /** The name reserved for the key's own {@code rate_limit}. */
  public static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

  /**
   * Checks the name's form; it may be {@link #DEFAULT}.
   *
   * @throws InvalidValueException {@code WRONG_FORM} when the name has another form
   */
  public NamedLimit {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(ProblemCode.WRONG_FORM, "[a-z][a-z0-9_-]{0,31}");
    }
  }

  /** The key's own {@code rate_limit}. */
  public static NamedLimit own(RateLimit rate) {
    return new NamedLimit(DEFAULT, rate);
  }

  /**
   * One of a key's further {@code limits}.
   *
   * @throws InvalidValueException {@code NOT_ALLOWED} when the name is the reserved one, {@code
   *     WRONG_FORM} when it has another form
   */
  public static NamedLimit further(String name, RateLimit rate) {
    if (name.equals(DEFAULT)) {
      throw new InvalidValueException(ProblemCode.NOT_ALLOWED, DEFAULT);
    }
    return new NamedLimit(name, rate);
  }
}
