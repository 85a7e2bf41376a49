package io.keybearer.problem;

import java.util.List;

/** The caller is known and may not do this. */
public final class ForbiddenException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Makes a refusal; arguments fill the code's text. */
  public ForbiddenException(ProblemCode code, Object... arguments) {
    super(code, arguments);
  }

  private ForbiddenException(List<FieldProblem> fields) {
    super(ProblemCode.GRANTS_TOO_MUCH, List.of(), fields, null);
  }

  /** Refuses to grant more than the caller holds, naming each field that does. */
  public static ForbiddenException grantsTooMuch(List<FieldProblem> fields) {
    return new ForbiddenException(fields);
  }
}
