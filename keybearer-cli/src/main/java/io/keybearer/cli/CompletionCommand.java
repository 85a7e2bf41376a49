package io.keybearer.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keybearer completion}. */
@Command(
    name = "completion",
    description = {
      "Print completions for bash and zsh.",
      "To use them at once:  source <(keybearer completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(AutoComplete.bash("keybearer", spec.root().commandLine()));
    terminal.out().flush();
    return ExitStatus.OK;
  }
}
