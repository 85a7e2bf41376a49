package io.keybearer.problem;

import java.util.List;

/** A request with one or more wrong fields, all of them reported together. */
public final class InvalidRequestException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception of all that is wrong.
   *
   * @throws IllegalArgumentException when nothing is
   */
  public InvalidRequestException(List<FieldProblem> fields) {
    super(ProblemCode.INVALID_REQUEST, List.of(), fields, null);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("expected at least one field problem");
    }
  }

  /** Makes an exception of one wrong field. */
  public static InvalidRequestException at(String path, Problem code, Object... arguments) {
    return new InvalidRequestException(List.of(FieldProblem.of(path, code, arguments)));
  }
}
