package io.keybearer.cli;

/** A command cannot be carried out, for a reason found on this side of the line. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private CommandFailure(int status, String message) {
    super(message);
    this.status = status;
  }

  static CommandFailure wrongUsage(String message) {
    return new CommandFailure(ExitStatus.WRONG_USAGE, message);
  }

  static CommandFailure notAuthenticated(String message) {
    return new CommandFailure(ExitStatus.NOT_ALLOWED, message);
  }

  static CommandFailure unavailable(String message) {
    return new CommandFailure(ExitStatus.UNAVAILABLE, message);
  }

  int status() {
    return status;
  }
}
