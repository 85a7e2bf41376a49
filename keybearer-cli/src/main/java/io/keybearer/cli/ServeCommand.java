package io.keybearer.cli;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code keybearer serve}: the server's own code, in this process. */
@Command(
    name = "serve",
    description = {
      "Start a server, until it is stopped.",
      "It is set up by KEYBEARER_ variables, or by a file that KEYBEARER_CONFIG names. The first"
          + " start over a database makes the first key, and prints it unless"
          + " KEYBEARER_BOOTSTRAP_KEY_FILE says where to put it."
    })
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Server server = Server.start(Settings.read(terminal.environment()), terminal.out());
    Thread stop = new Thread(server::close, "keybearer-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      server.awaitStop();
    } catch (InterruptedException interrupted) {
      Runtime.getRuntime().removeShutdownHook(stop);
      server.close();
      Thread.currentThread().interrupt();
    }
    return ExitStatus.OK;
  }
}
