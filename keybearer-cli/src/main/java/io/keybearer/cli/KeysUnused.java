package io.keybearer.cli;

import io.keybearer.client.UnusedKeyView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer keys unused}. */
@Command(
    name = "unused",
    description = "List keys in force that nobody has used for some days, or ever.")
final class KeysUnused extends ServerCommand {
  @Option(
      names = "--days",
      paramLabel = "N",
      description = "For so many days, 1-3650 (default: 30).")
  private @Nullable Integer days;

  @Option(names = "--company", paramLabel = "COMPANY", description = "Of this company.")
  private @Nullable String company;

  @Mixin
  private PageOptions page = new PageOptions();

  KeysUnused(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return page.print(
        session,
        new Filters().add("days", days).add("company", company).query(),
        session.client().usage()::unused,
        UnusedKeyView::id,
        new Table()
            .column("ID", Table.Kind.FIXED)
            .column("NAME", Table.Kind.FREE)
            .column("TYPE", Table.Kind.FIXED)
            .column("USER", Table.Kind.FREE)
            .column("ISSUED", Table.Kind.FIXED)
            .column("LAST USED", Table.Kind.FIXED)
            .column("DAYS", Table.Kind.FIXED),
        KeysUnused::row);
  }

  private static void row(Table table, UnusedKeyView key) {
    table.row(
        key.id(),
        key.name(),
        key.type(),
        key.user(),
        Printable.instant(key.createdAt()),
        key.lastUsedAt() == null ? "never" : Printable.instant(key.lastUsedAt()),
        Long.toString(key.days()));
  }
}
