package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import io.keybearer.client.Keys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys revoke}. */
@Command(name = "revoke", description = "End a key, for good. Nothing takes this back.")
final class KeysRevoke extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the key.")
  private @Nullable String reason;

  KeysRevoke(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Keys keys = session.client().keys();
    ApiKeyView key = reason == null ? keys.revoke(id) : keys.revoke(id, reason);
    return session.done("Key " + key.name() + " (" + key.prefix() + ") is revoked since "
        + Printable.instant(key.revokedAt()) + ".");
  }
}
