package io.keybearer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code keybearer companies}. */
@Command(
    name = "companies",
    description = "Your customers, and what you demand of their keys.",
    synopsisSubcommandLabel = "COMMAND")
final class CompaniesCommand {
  private CompaniesCommand() {}

  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new CompaniesCommand())
        .addSubcommand(new CompaniesCreate(terminal))
        .addSubcommand(new CompaniesList(terminal))
        .addSubcommand(new CompaniesShow(terminal))
        .addSubcommand(new CompaniesUpdate(terminal))
        .addSubcommand(new CompaniesStatus.Suspend(terminal))
        .addSubcommand(new CompaniesStatus.Activate(terminal))
        .addSubcommand(new CompaniesCapture(terminal));
  }
}
