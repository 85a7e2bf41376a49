package io.keybearer.cli;

import io.keybearer.client.NodeView;
import io.keybearer.client.NodesView;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code keybearer nodes}. */
@Command(
    name = "nodes",
    description = "List the nodes that share the database, and how far each knows the changes.")
final class NodesCommand extends ServerCommand {
  NodesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    NodesView nodes = session.client().nodes().list();
    if (session.json()) {
      session.printJson();
      return ExitStatus.OK;
    }
    Table table = new Table()
        .column("NAME", Table.Kind.FREE)
        .column("STATE", Table.Kind.STATE)
        .column("BEHIND", Table.Kind.FIXED)
        .column("LAG", Table.Kind.FIXED)
        .column("STARTED", Table.Kind.FIXED)
        .column("LAST SEEN", Table.Kind.FIXED)
        .column("ID", Table.Kind.FIXED);
    nodes.items().forEach(node -> row(node, table));
    table.print(session.terminal());
    return ExitStatus.OK;
  }

  private static void row(NodeView node, Table table) {
    String name = node.name().isEmpty() ? "-" : node.name();
    table.row(
        node.self() ? name + " (answered)" : name,
        node.state(),
        Long.toString(node.behind()),
        String.format(Locale.ROOT, "%.1f s", node.lagSeconds()),
        Printable.instant(node.startedAt()),
        Printable.instant(node.seenAt()),
        node.id());
  }
}
