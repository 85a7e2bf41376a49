package io.keybearer.problem;

/** The caller named a version that is no longer the current one; read again and decide again. */
public final class VersionMismatchException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal. */
  public VersionMismatchException() {
    super(ProblemCode.VERSION_MISMATCH);
  }
}
