package io.keybearer.problem;

/** There is no such thing in the caller's reach; the same for absent and for another company's. */
public final class NotFoundException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Makes the one and only text: it repeats no id. */
  public NotFoundException() {
    super(ProblemCode.NOT_FOUND);
  }
}
