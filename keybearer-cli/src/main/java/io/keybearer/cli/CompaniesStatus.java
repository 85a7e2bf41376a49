package io.keybearer.cli;

import io.keybearer.client.CompanyChange;
import io.keybearer.client.CompanyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Whether the keys of a company are honoured. */
abstract class CompaniesStatus extends ServerCommand {
  private final String status;

  @Parameters(paramLabel = "COMPANY", description = "Its id or slug.")
  private String company = "";

  private CompaniesStatus(Terminal terminal, String status) {
    super(terminal);
    this.status = status;
  }

  @Override
  final int run(Session session) {
    CompanyChange change = CompanyChange.builder().status(status).build();
    CompanyView changed = session.client().companies().update(company, change);
    return session.done("Company " + changed.slug() + " is " + changed.status() + ".");
  }

  /** {@code keybearer companies suspend}. */
  @Command(name = "suspend", description = "Refuse all keys of a company until it is activated.")
  static final class Suspend extends CompaniesStatus {
    Suspend(Terminal terminal) {
      super(terminal, "suspended");
    }
  }

  /** {@code keybearer companies activate}. */
  @Command(name = "activate", description = "Honour the keys of a suspended company again.")
  static final class Activate extends CompaniesStatus {
    Activate(Terminal terminal) {
      super(terminal, "active");
    }
  }
}
