package io.keybearer.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys rotate}. */
@Command(
    name = "rotate",
    description = {
      "Replace a key by a successor with the same rights.",
      "Its text goes to standard output, this once; what else there is to say to standard error."
    })
final class KeysRotate extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = OptionForms.ADuration.class,
      description =
          "How long the old key stays valid beside the new, such as P1D (default: not at all).")
  private Duration grace = Duration.ZERO;

  @Option(names = "--quiet", description = "Print the key and nothing else.")
  private boolean quiet;

  KeysRotate(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return KeyText.issued(session, session.client().keys().rotate(id, grace), quiet);
  }
}
