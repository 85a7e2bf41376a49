package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import io.keybearer.client.Keys;
import io.keybearer.client.PropagationView;
import io.keybearer.client.RevokedKeyView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys revoke}. */
@Command(name = "revoke", description = "End a key, for good. Nothing takes this back.")
final class KeysRevoke extends ServerCommand {
  private static final int MOST_SECONDS = 30;

  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the key.")
  private @Nullable String reason;

  @Option(names = "--wait", description = "Wait until every live node knows.")
  private boolean waits;

  @Option(
      names = "--wait-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long to wait at most, 1 to 30 (default: 10).")
  private int seconds;

  KeysRevoke(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw CommandFailedException.wrongUsage("--wait-seconds takes a number from 1 to 30.");
    }
    Keys keys = session.client().keys();
    if (waits && session.json()) {
      // A program gets one document, as it was at the end.
      RevokedKeyView revoked = keys.revokeEverywhere(id, reason, Duration.ofSeconds(seconds));
      session.printJson();
      return status(revoked.propagation());
    }
    RevokedKeyView revoked = reason == null ? keys.revoke(id) : keys.revoke(id, reason);
    ApiKeyView key = revoked.apiKey();
    int done = session.done("Key " + key.name() + " (" + key.prefix() + ") is revoked since "
        + Printable.instant(key.revokedAt()) + ".");
    return session.json() ? done : follow(session, revoked.propagation());
  }

  private int follow(Session session, PropagationView first) {
    PropagationLine line = new PropagationLine(session.terminal());
    PropagationView now = first;
    line.show(now);
    try {
      for (int waited = 0; waits && !now.complete() && waited < seconds; waited++) {
        now = session.client().nodes().awaitPropagation(now.sequence(), Duration.ofSeconds(1));
        line.show(now);
      }
    } finally {
      line.end();
    }
    return waits ? status(now) : ExitStatus.OK;
  }

  private static int status(PropagationView propagation) {
    return propagation.complete() ? ExitStatus.OK : ExitStatus.UNAVAILABLE;
  }
}
