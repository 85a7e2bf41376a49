package io.keybearer.cli;

/** A command cannot be carried out, for a reason found on this side of the line. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private CommandFailedException(int status, String message) {
    super(message);
    this.status = status;
  }

  static CommandFailedException wrongUsage(String message) {
    return new CommandFailedException(ExitStatus.WRONG_USAGE, message);
  }

  static CommandFailedException notAuthenticated(String message) {
    return new CommandFailedException(ExitStatus.NOT_ALLOWED, message);
  }

  static CommandFailedException unavailable(String message) {
    return new CommandFailedException(ExitStatus.UNAVAILABLE, message);
  }

  int status() {
    return status;
  }
}
