package io.keybearer.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a command runs in.
 *
 * @param environment the variables
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: what a person should know
 * @param clock the time
 * @param width characters in a line; {@link #UNBOUNDED} when nobody looks
 * @param colours whether to use them
 */
record Terminal(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Clock clock,
    int width,
    Colours colours) {
  /** The width of a file or a pipe. */
  static final int UNBOUNDED = Integer.MAX_VALUE;

  Terminal {
    environment = Map.copyOf(environment);
  }

  /** The terminal, or the pipes, that this process was started with. */
  static Terminal ofProcess(Clock clock) {
    Map<String, String> environment = System.getenv();
    boolean watched = ProcessTerminal.isWatched();
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
        || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        environment,
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        clock,
        watched ? ProcessTerminal.width(environment) : UNBOUNDED,
        watched && !plain ? Colours.ON : Colours.OFF);
  }

  /** Programs read what is printed here, and JSON is UTF-8 wherever it goes. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** Whether a person looks on, so that a line can be written over. */
  boolean watched() {
    return width != UNBOUNDED;
  }

  /** The value of a variable that is set and not empty. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The first line of standard input, without the spaces around it. */
  String readLine() {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      String line = lines.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
