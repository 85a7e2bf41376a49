package io.keybearer.cli;

import io.keybearer.client.CompanyView;
import io.keybearer.client.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keybearer companies list}. */
@Command(name = "list", description = "List companies, newest first.")
final class CompaniesList extends ServerCommand {
  @Mixin
  private PageOptions page = new PageOptions();

  CompaniesList(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return page.print(
        session,
        Query.all(),
        session.client().companies()::list,
        CompanyView::id,
        CompanyText.table(),
        CompanyText::row);
  }
}
