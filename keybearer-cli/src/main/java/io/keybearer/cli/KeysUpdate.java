package io.keybearer.cli;

import io.keybearer.client.KeyChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys update}. */
@Command(
    name = "update",
    description = "Change a key; what is not named stays. Lists are replaced, metadata is merged.")
final class KeysUpdate extends ServerCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Another name.")
  private @Nullable String name;

  @Option(names = "--scope", paramLabel = "SCOPE", description = "read, write or admin.")
  private @Nullable String scope;

  @Mixin
  private KeyOptions settings = new KeyOptions();

  @Option(
      names = "--clear",
      paramLabel = "ATTRIBUTE",
      description =
          "Take an attribute away, such as expires-at, allowed-ips or rate-limit. Can be repeated.")
  private List<String> cleared = List.of();

  @Option(
      names = "--remove-meta",
      paramLabel = "NAME",
      description = "Remove a fact of your own. Can be repeated.")
  private List<String> removedMetadata = List.of();

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description = "Only if this is still its version.")
  private @Nullable Long ifVersion;

  KeysUpdate(Terminal terminal) {
    super(terminal);
    this.terminal = terminal;
  }

  @Override
  int run(Session session) {
    KeyChange.Builder change = KeyChange.builder();
    if (name != null) {
      change.name(name);
    }
    if (scope != null) {
      change.scope(scope);
    }
    settings.apply(change, terminal);
    cleared.forEach(attribute -> change.clear(attribute.replace('-', '_')));
    removedMetadata.forEach(change::removeMetadata);
    if (change.isEmpty()) {
      throw CommandFailedException.wrongUsage("Nothing to change was named.");
    }
    if (ifVersion != null) {
      change.ifVersion(ifVersion);
    }
    return session.result(KeyText.facts(session.client().keys().update(id, change.build())));
  }
}
