package io.keybearer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keybearer companies show}. */
@Command(name = "show", description = "Show a company.")
final class CompaniesShow extends ServerCommand {
  @Parameters(paramLabel = "COMPANY", description = "Its id or slug.")
  private String company = "";

  CompaniesShow(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return session.result(CompanyText.facts(session.client().companies().get(company)));
  }
}
