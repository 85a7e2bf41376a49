package io.keybearer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code keybearer keys}. */
@Command(
    name = "keys",
    description = "Issue, read, change, end, verify and explain keys.",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  private KeysCommand() {}

  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysCreate(terminal))
        .addSubcommand(new KeysList(terminal))
        .addSubcommand(new KeysShow(terminal))
        .addSubcommand(new KeysUpdate(terminal))
        .addSubcommand(new KeysRevoke(terminal))
        .addSubcommand(new KeysExtend(terminal))
        .addSubcommand(new KeysRotate(terminal))
        .addSubcommand(new KeysSwitch.Disable(terminal))
        .addSubcommand(new KeysSwitch.Enable(terminal))
        .addSubcommand(new KeysCapture(terminal))
        .addSubcommand(new KeysVerify(terminal))
        .addSubcommand(new KeysExplain(terminal))
        .addSubcommand(new KeysUsage(terminal))
        .addSubcommand(new KeysUnused(terminal));
  }
}
