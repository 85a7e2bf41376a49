package io.keybearer.cli;

import io.keybearer.client.LogView;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keybearer logs}. */
@Command(
    name = "logs",
    description = {
      "List requests made with keys, newest first. All filters given must hold.",
      "See also: logs tail, logs export."
    })
final class LogsCommand extends ServerCommand {
  @Mixin
  private LogFilterOptions filter = new LogFilterOptions();

  @Mixin
  private LogRangeOptions range = new LogRangeOptions();

  @Mixin
  private PageOptions page = new PageOptions();

  LogsCommand(Terminal terminal) {
    super(terminal);
  }

  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new LogsCommand(terminal))
        .addSubcommand(new LogsTail(terminal))
        .addSubcommand(new LogsShip(terminal))
        .addSubcommand(new LogsExport(terminal));
  }

  @Override
  int run(Session session) {
    Filters filters = range.addTo(filter.filters());
    return page.print(
        session,
        filters.query(),
        session.client().logs()::list,
        LogView::id,
        table(),
        LogsCommand::row);
  }

  static Table table() {
    return new Table()
        .column("AT", Table.Kind.FIXED)
        .column("OUTCOME", Table.Kind.STATE)
        .column("METHOD", Table.Kind.FIXED)
        .column("ENDPOINT", Table.Kind.FREE)
        .column("STATUS", Table.Kind.FIXED)
        .column("MS", Table.Kind.FIXED)
        .column("ADDRESS", Table.Kind.FIXED)
        .column("PREFIX", Table.Kind.FIXED);
  }

  static void row(Table table, LogView row) {
    Double time = row.executionTime();
    table.row(
        Printable.instant(row.at()),
        row.outcome(),
        row.method(),
        row.endpoint(),
        row.statusCode() == null ? null : row.statusCode().toString(),
        time == null ? null : String.format(Locale.ROOT, "%.1f", time),
        row.ipAddress(),
        row.prefix());
  }
}
