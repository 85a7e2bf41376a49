package io.keybearer.cli;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keybearer migrate}: the server's own code, in this process. */
@Command(
    name = "migrate",
    description = {
      "Bring the schema of the database up to date.",
      "For servers that are set up with KEYBEARER_MIGRATE=false; others do it when they start.",
      "With --print, touch nothing and print the SQL for an empty database, for tools of your own."
    })
final class MigrateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--print", description = "Print the SQL instead of running it.")
  private boolean print;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "What to print it for: postgresql or sqlite.")
  private @Nullable String database;

  @Spec
  private @Nullable CommandSpec spec;

  MigrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (print != (database != null)) {
      throw wrong("expected --print together with --database");
    }
    if (database != null) {
      String sql = Server.migrationSql(database)
          .orElseThrow(() -> wrong("expected --database to be postgresql or sqlite"));
      terminal.out().print(sql);
      terminal.out().flush();
      return ExitStatus.OK;
    }
    Server.migrate(Settings.read(terminal.environment()));
    terminal.out().println("The schema of the database is up to date.");
    return ExitStatus.OK;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
