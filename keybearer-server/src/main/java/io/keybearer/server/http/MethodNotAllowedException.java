package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;

/** The address is known, the method is not. */
final class MethodNotAllowedException extends KeybearerException {
  private static final long serialVersionUID = 1L;

  private final String allow;

  MethodNotAllowedException(String allow) {
    super(ServerProblem.METHOD_NOT_ALLOWED, allow);
    this.allow = allow;
  }

  /** The methods that are, for the Allow field. */
  String allow() {
    return allow;
  }
}
