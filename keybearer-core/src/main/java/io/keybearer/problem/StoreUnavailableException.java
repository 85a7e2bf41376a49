package io.keybearer.problem;

import java.util.List;

/**
 * The store could not answer: never a denial and never an acceptance. The cause stays inside the
 * process; no text shown to a caller is made from it.
 */
public final class StoreUnavailableException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  /** Wraps what the store said. */
  public StoreUnavailableException(Throwable cause) {
    super(ProblemCode.STORE_UNAVAILABLE, List.of(), List.of(), cause);
  }
}
