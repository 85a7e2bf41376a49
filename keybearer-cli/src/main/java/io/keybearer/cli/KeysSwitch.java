package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import io.keybearer.client.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Switches a key off and on. */
abstract class KeysSwitch extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  private KeysSwitch(Terminal terminal) {
    super(terminal);
  }

  abstract ApiKeyView turn(Keys keys, String id);

  @Override
  final int run(Session session) {
    ApiKeyView key = turn(session.client().keys(), id);
    return session.done("Key " + key.name() + " (" + key.prefix() + ") is "
        + (key.disabled() ? "disabled." : "enabled; its status is " + key.status() + "."));
  }

  /** {@code keybearer keys disable}. */
  @Command(name = "disable", description = "Switch a key off until it is enabled.")
  static final class Disable extends KeysSwitch {
    Disable(Terminal terminal) {
      super(terminal);
    }

    @Override
    ApiKeyView turn(Keys keys, String id) {
      return keys.disable(id);
    }
  }

  /** {@code keybearer keys enable}. */
  @Command(name = "enable", description = "Switch a key on again.")
  static final class Enable extends KeysSwitch {
    Enable(Terminal terminal) {
      super(terminal);
    }

    @Override
    ApiKeyView turn(Keys keys, String id) {
      return keys.enable(id);
    }
  }
}
