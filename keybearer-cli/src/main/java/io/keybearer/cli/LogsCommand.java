package io.keybearer.cli;

import io.keybearer.client.LogView;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer logs}. */
@Command(
    name = "logs",
    description = "List requests made with keys, newest first. All filters given must hold.")
final class LogsCommand extends ServerCommand {
  @Option(names = "--api-key", paramLabel = "ID", description = "Of this key.")
  private @Nullable String apiKey;

  @Option(names = "--company", paramLabel = "COMPANY", description = "Of this company.")
  private @Nullable String company;

  @Option(
      names = "--outcome",
      paramLabel = "CODE",
      description = "With this verdict, such as VALID or IP_DENIED.")
  private @Nullable String outcome;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Answered with this, such as 200 or 4xx.")
  private @Nullable String status;

  @Option(names = "--method", paramLabel = "METHOD", description = "With this method.")
  private @Nullable String method;

  @Option(names = "--endpoint", paramLabel = "PATH", description = "Whose path begins so.")
  private @Nullable String endpoint;

  @Option(names = "--ip-address", paramLabel = "ADDRESS", description = "From this address.")
  private @Nullable String ipAddress;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "At or after.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Before.")
  private @Nullable Instant until;

  @Mixin
  private PageOptions page = new PageOptions();

  LogsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Filters filters = new Filters()
        .add("api_key", apiKey)
        .add("company", company)
        .add("outcome", outcome)
        .add("status", status)
        .add("method", method)
        .add("endpoint", endpoint)
        .add("ip_address", ipAddress)
        .add("from", from)
        .add("until", until);
    return page.print(
        session,
        filters.query(),
        session.client().logs()::list,
        LogView::id,
        table(),
        LogsCommand::row);
  }

  private static Table table() {
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

  private static void row(Table table, LogView row) {
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
