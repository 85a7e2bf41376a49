package io.keybearer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that speaks to a server. */
abstract class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin
  private ServerOptions server = new ServerOptions();

  ServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does the work and returns the exit status. */
  abstract int run(Session session);

  @Override
  public final Integer call() {
    return run(server.open(terminal));
  }
}
