package io.keybearer.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything Keybearer throws on purpose. Its {@link #code()} is stable; its message is
 * the code's English text and never holds a secret, a hash or a value from the database.
 */
public class KeybearerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem code;
  private final transient List<String> arguments;
  private final transient List<FieldProblem> fields;

  /** Makes an exception without field problems. */
  public KeybearerException(Problem code, Object... arguments) {
    this(code, strings(arguments), List.of(), null);
  }

  /** Makes an exception with all its parts. */
  protected KeybearerException(
      Problem code, List<String> arguments, List<FieldProblem> fields, @Nullable Throwable cause) {
    super(message(code, arguments, fields), cause);
    this.code = code;
    this.arguments = List.copyOf(arguments);
    this.fields = List.copyOf(fields);
  }

  /** The stable name of the problem. */
  public final Problem code() {
    return code;
  }

  /** What is wrong with which field; empty when the problem is not about fields. */
  public final List<FieldProblem> fields() {
    return fields;
  }

  /** What fills the places of the code's text. */
  public final List<String> arguments() {
    return arguments;
  }

  static List<String> strings(Object... values) {
    return Arrays.stream(values).map(String::valueOf).toList();
  }

  private static String message(Problem code, List<String> arguments, List<FieldProblem> fields) {
    StringBuilder text = new StringBuilder(code.text(Locale.ROOT, arguments));
    for (FieldProblem field : fields) {
      text.append(' ').append(field.path()).append(": ").append(field.text(Locale.ROOT));
    }
    return text.toString();
  }
}
