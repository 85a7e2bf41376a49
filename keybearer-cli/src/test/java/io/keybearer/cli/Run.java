package io.keybearer.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * What a command line has done.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error
 */
record Run(int status, String out, String err) {
  static final Instant NOW = Instant.parse("2029-12-01T00:00:00Z");

  /** Where command lines are run. */
  static final class Place {
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private int width = Terminal.UNBOUNDED;
    private Colours colours = Colours.OFF;

    static Place at(LoopbackServer server) {
      return new Place().with("KEYBEARER_URL", server.url()).with("KEYBEARER_KEY", "caller");
    }

    Place with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    Place input(String text) {
      input = text;
      return this;
    }

    Place watched(int characters) {
      width = characters;
      colours = Colours.ON;
      return this;
    }

    Run run(String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Terminal terminal = new Terminal(
          environment,
          new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          Clock.fixed(NOW, ZoneOffset.UTC),
          width,
          colours);
      int status = KeybearerCommand.run(terminal, arguments);
      return new Run(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
