package io.keybearer.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code keybearer} command: where the process begins. */
@Command(
    name = "keybearer",
    description = "API keys: issue, verify, limit, log, rotate and revoke.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = KeybearerCommand.Version.class,
    footer = {
      "",
      "Environment:",
      "  KEYBEARER_URL   the server to call (default: http://127.0.0.1:8787)",
      "  KEYBEARER_KEY   the key to call with",
      "  NO_COLOR        when set, no colours",
      "  What serve, migrate and bootstrap read stands in docs/configuration.md."
    })
public final class KeybearerCommand {
  private static final int WIDEST_HELP = 110;

  private KeybearerCommand() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(Clock.systemUTC()), arguments));
  }

  /** Runs a command line in these surroundings and returns its exit status. */
  static int run(Terminal terminal, String... arguments) {
    return commandLine(terminal).execute(arguments);
  }

  /** All commands, ready to be run. */
  static CommandLine commandLine(Terminal terminal) {
    CommandLine root = new CommandLine(new KeybearerCommand());
    root.addSubcommand(new ServeCommand(terminal));
    root.addSubcommand(new MigrateCommand(terminal));
    root.addSubcommand(new BootstrapCommand(terminal));
    root.addSubcommand(CompaniesCommand.commandLine(terminal));
    root.addSubcommand(OwnersCommand.commandLine(terminal));
    root.addSubcommand(KeysCommand.commandLine(terminal));
    root.addSubcommand(
        new CommandLine(new LogsCommand(terminal)).addSubcommand(new LogsShip(terminal)));
    root.addSubcommand(new NodesCommand(terminal));
    root.addSubcommand(new SelfCommand(terminal));
    root.addSubcommand(new CompletionCommand(terminal));
    explain(root);
    root.getCommandSpec().addOption(versionOption());
    Failures failures = new Failures(terminal.err());
    boolean coloured = terminal.colours() == Colours.ON;
    return root.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.min(Math.max(terminal.width(), 80), WIDEST_HELP))
        .setExpandAtFiles(false)
        .setUnmatchedOptionsArePositionalParams(false)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static void explain(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.addOption(OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Show this help.")
        .build());
    spec.usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(ExitStatus.meanings())
        .optionListHeading("%nOptions:%n")
        .parameterListHeading("%nArguments:%n")
        .commandListHeading("%nCommands:%n")
        .abbreviateSynopsis(true)
        .sortOptions(false);
    command.getSubcommands().values().forEach(KeybearerCommand::explain);
  }

  private static OptionSpec versionOption() {
    return OptionSpec.builder("-V", "--version")
        .versionHelp(true)
        .description("Show the version.")
        .build();
  }

  /** Tells the version that stands in the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Package home = KeybearerCommand.class.getPackage();
      String version = Optional.ofNullable(home.getImplementationVersion()).orElse("unpackaged");
      return new String[] {"keybearer " + version};
    }
  }
}
