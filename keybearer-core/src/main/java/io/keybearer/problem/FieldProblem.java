package io.keybearer.problem;

import java.util.List;
import java.util.Locale;

/**
 * One thing wrong with one field of a request.
 *
 * @param path where it is, as the caller wrote it: {@code name}, {@code allowed_ips[2]}, {@code
 *     limits[0].window}
 * @param code the stable name of the problem
 * @param arguments what fills the places of the code's text; never a secret
 */
public record FieldProblem(String path, Problem code, List<String> arguments) {
  /** Copies the arguments. */
  public FieldProblem {
    arguments = List.copyOf(arguments);
  }

  /** Names a problem whose text has the given arguments. */
  public static FieldProblem of(String path, Problem code, Object... arguments) {
    return new FieldProblem(path, code, KeybearerException.strings(arguments));
  }

  /** Says the problem in words, without the path. */
  public String text(Locale locale) {
    return code.text(locale, arguments);
  }
}
