package io.keybearer.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What can be found out about the terminal of this process. */
final class ProcessTerminal {
  private static final int USUAL = 80;
  private static final int LEAST = 40;

  private ProcessTerminal() {}

  /** Whether a person looks at standard output. */
  @SuppressWarnings("SystemConsoleNull") // On Java 17 to 21, null is how a pipe is told.
  static boolean isWatched() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on, a console is there for pipes too, and says so.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException olderJava) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }

  /** Characters in a line: what {@code COLUMNS} says, what {@code stty} says, or 80. */
  static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return Math.max(LEAST, columns.matches("[0-9]{1,5}") ? Integer.parseInt(columns) : asked());
  }

  private static int asked() {
    ProcessBuilder stty = new ProcessBuilder("stty", "size")
        .redirectInput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = stty.start();
      String size =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      process.waitFor(1, TimeUnit.SECONDS);
      return size.matches("[0-9]+ [1-9][0-9]{0,4}")
          ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
          : USUAL;
    } catch (IOException noStty) {
      return USUAL;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}
