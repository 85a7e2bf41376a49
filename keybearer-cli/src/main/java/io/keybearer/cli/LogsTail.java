package io.keybearer.cli;

import io.keybearer.client.LogStream;
import io.keybearer.client.LogView;
import io.keybearer.client.Query;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer logs tail}. */
@Command(
    name = "tail",
    description = {
      "Follow the log: requests as they come, on whichever node, until Ctrl-C.",
      "With --json, one JSON object a line."
    })
final class LogsTail extends ServerCommand {
  @Mixin
  private LogFilterOptions filter = new LogFilterOptions();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many seconds (default: a day).")
  private @Nullable Integer seconds;

  LogsTail(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Query query = filter.filters().add("seconds", seconds).query();
    PrintStream out = session.terminal().out();
    try (LogStream rows = session.client().logs().follow(query)) {
      for (Optional<LogStream.Event> next = rows.next(); next.isPresent(); next = rows.next()) {
        LogStream.Event event = next.get();
        LogView row = event.row();
        if (row == null) {
          session.note("Some rows were left out, since there were too many: " + event.json());
        } else {
          out.println(
              session.json() ? event.json() : line(row, session.terminal().colours()));
          out.flush();
        }
        if (out.checkError()) {
          return ExitStatus.OK;
        }
      }
    }
    return ExitStatus.OK;
  }

  private static String line(LogView row, Colours colours) {
    return String.join(
        "  ",
        Printable.instant(row.at()),
        colours.state(Printable.line(row.outcome())),
        Printable.line(row.method()),
        Printable.line(row.endpoint()),
        Printable.line(row.ipAddress()),
        Printable.line(row.prefix()));
  }
}
