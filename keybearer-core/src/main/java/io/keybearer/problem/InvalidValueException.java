package io.keybearer.problem;

/** A single value does not have the form its parser asks for; whoever knows its path adds it. */
public final class InvalidValueException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose text has the given arguments. */
  public InvalidValueException(Problem code, Object... arguments) {
    super(code, arguments);
  }

  /** The same problem as one of a field at this path. */
  public FieldProblem at(String path) {
    return new FieldProblem(path, code(), arguments());
  }
}
