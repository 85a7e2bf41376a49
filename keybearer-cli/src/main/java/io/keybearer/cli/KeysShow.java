package io.keybearer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys show}. */
@Command(name = "show", description = "Show a key: everything but its text.")
final class KeysShow extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  KeysShow(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return session.result(KeyText.facts(session.client().keys().get(id)));
  }
}
