package io.keybearer.cli;

import io.keybearer.client.FieldError;
import io.keybearer.client.KeybearerClientException;
import io.keybearer.server.settings.UnreadableSettingsException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells failures in one line on standard error, with the wrong fields beneath. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final PrintStream err;

  Failures(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
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
    if (failure instanceof CommandFailedException own) {
      say(own.getMessage());
      return own.status();
    }
    if (failure instanceof UnreadableSettingsException settings) {
      say("Some settings cannot be read.");
      settings.problems().forEach(problem -> err.println("  " + Printable.line(problem)));
      return ExitStatus.WRONG_USAGE;
    }
    say(unexpected(failure));
    return ExitStatus.UNAVAILABLE;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    say(failure.getMessage());
    err.println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitStatus.WRONG_USAGE;
  }

  private static String unexpected(Exception failure) {
    Throwable cause = failure.getCause();
    Throwable told = failure instanceof UncheckedIOException && cause != null ? cause : failure;
    String message = told.getMessage();
    return message == null || message.isBlank() ? told.getClass().getSimpleName() : message;
  }

  private void say(@Nullable String message) {
    String line = message == null ? "failed" : Printable.withoutKeys(message);
    err.println("keybearer: " + Printable.line(line));
    err.flush();
  }
}
