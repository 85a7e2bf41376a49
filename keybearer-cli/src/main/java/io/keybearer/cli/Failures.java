package io.keybearer.cli;

import io.keybearer.client.FieldError;
import io.keybearer.client.KeybearerClientException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells failures in one line on standard error, with the wrong fields beneath. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
      throws Exception {
    if (failure instanceof KeybearerClientException refused) {
      say(refused.detail());
      for (FieldError error : refused.errors()) {
        err.println("  " + Printable.line(error.path() + ": " + error.detail()));
      }
      if (refused.status() >= 500) {
        refused.requestId().ifPresent(id -> err.println("  request: " + Printable.line(id)));
      }
      err.flush();
      return ExitStatus.of(refused);
    }
    if (failure instanceof CommandFailure own) {
      say(own.getMessage());
      return own.status();
    }
    throw failure;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    say(failure.getMessage());
    err.println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitStatus.WRONG_USAGE;
  }

  private void say(@Nullable String message) {
    String line = message == null ? "failed" : Printable.withoutKeys(message);
    err.println("keybearer: " + Printable.line(line));
    err.flush();
  }
}
