package io.keybearer.problem;

import java.util.List;

/** The thing is in a state that rules the request out, or a name is taken. */
public final class ConflictException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Makes a conflict that is not about one field. */
  public ConflictException(ProblemCode code, Object... arguments) {
    super(code, arguments);
  }

  private ConflictException(ProblemCode code, FieldProblem field) {
    super(code, List.of(), List.of(field), null);
  }

  /** Makes a conflict about one field. */
  public static ConflictException at(String path, ProblemCode code) {
    return new ConflictException(code, FieldProblem.of(path, code));
  }
}
