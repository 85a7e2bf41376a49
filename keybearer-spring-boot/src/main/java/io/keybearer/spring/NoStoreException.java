package io.keybearer.spring;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;

/** There is nowhere to keep keys. */
final class NoStoreException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  NoStoreException() {
    super(ProblemCode.STORE_UNAVAILABLE);
  }
}
