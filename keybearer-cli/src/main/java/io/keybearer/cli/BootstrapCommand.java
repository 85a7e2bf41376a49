package io.keybearer.cli;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code keybearer bootstrap}: the server's own code, in this process. */
@Command(
    name = "bootstrap",
    description = {
      "Make another key of the platform that may do everything, for who lost the first.",
      "It works on the database itself, so it needs the server's settings and no server. The key is"
          + " printed, once, unless KEYBEARER_BOOTSTRAP_KEY_FILE says where to put it."
    })
final class BootstrapCommand implements Callable<Integer> {
  private final Terminal terminal;

  BootstrapCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Server.bootstrap(Settings.read(terminal.environment()), terminal.out());
    return ExitStatus.OK;
  }
}
