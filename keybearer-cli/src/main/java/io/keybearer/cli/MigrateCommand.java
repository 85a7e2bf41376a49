package io.keybearer.cli;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code keybearer migrate}: the server's own code, in this process. */
@Command(
    name = "migrate",
    description = {
      "Bring the schema of the database up to date.",
      "For servers that are set up with KEYBEARER_MIGRATE=false; others do it when they start."
    })
final class MigrateCommand implements Callable<Integer> {
  private final Terminal terminal;

  MigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Server.migrate(Settings.read(terminal.environment()));
    terminal.out().println("The schema of the database is up to date.");
    return ExitStatus.OK;
  }
}
