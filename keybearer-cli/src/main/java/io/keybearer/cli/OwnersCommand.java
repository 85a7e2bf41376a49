package io.keybearer.cli;

import io.keybearer.client.OwnerView;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer owners}. */
@Command(
    name = "owners",
    description = "The people whom keys of type user stand for.",
    synopsisSubcommandLabel = "COMMAND")
final class OwnersCommand {
  private OwnersCommand() {}

  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new OwnersCommand()).addSubcommand(new SetOwner(terminal));
  }

  /** {@code keybearer owners set}. */
  @Command(name = "set", description = "Mark an owner active or inactive.")
  static final class SetOwner extends ServerCommand {
    @Parameters(index = "0", paramLabel = "COMPANY", description = "Id or slug of the company.")
    private String company = "";

    @Parameters(index = "1", paramLabel = "USER", description = "The owner's id in your system.")
    private String user = "";

    @ArgGroup(multiplicity = "1")
    private Activity activity = new Activity();

    /** One or the other. */
    static final class Activity {
      @Option(names = "--active", description = "Honour its keys.")
      private boolean active;

      @Option(names = "--inactive", description = "Refuse its keys.")
      private boolean inactive;
    }

    SetOwner(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Session session) {
      boolean active = activity.active && !activity.inactive;
      OwnerView owner = session.client().owners().set(company, user, active);
      return session.done(
          "Owner " + owner.user() + " is " + (owner.active() ? "active" : "inactive") + ".");
    }
  }
}
