package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  static List<String> commands() {
    List<String> names = new ArrayList<>();
    collect(root(), names);
    return names;
  }

  private static void collect(CommandLine command, List<String> names) {
    names.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(below -> collect(below, names));
  }

  private static CommandLine root() {
    return KeybearerCommand.commandLine(new Terminal(
        Map.of(),
        InputStream.nullInputStream(),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        Clock.systemUTC(),
        Terminal.UNBOUNDED,
        Colours.OFF));
  }

  private static CommandLine command(CommandLine from, String name) {
    if (from.getCommandSpec().qualifiedName().equals(name)) {
      return from;
    }
    return from.getSubcommands().values().stream()
        .filter(below -> (name + " ").startsWith(below.getCommandSpec().qualifiedName() + " "))
        .findFirst()
        .map(below -> command(below, name))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void explainsEveryCommand(String name) {
    String line = name + " --help";
    Run run = new Run.Place().run(line.substring("keybearer ".length()).split(" "));
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: " + name)
        .contains("--help")
        .contains("Exit status:")
        .contains("69")
        .doesNotContain("null");
    assertThat(run.out().lines()).allMatch(text -> text.length() <= 110);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void describesEveryOptionAndArgument(String name) {
    CommandLine command = command(root(), name);
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
    assertThat(command.getCommandSpec().positionalParameters())
        .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
  }

  @Test
  void warnsThatArgumentsCanBeSeen() {
    Run run = new Run.Place().run("keys", "verify", "--help");
    assertThat(run.out().replaceAll("\\s+", " ")).contains("sees it in the list of processes");
  }

  @Test
  void takesCallersKeyFromNoOption() {
    for (String name : commands()) {
      assertThat(command(root(), name).getCommandSpec().optionsMap()).doesNotContainKey("--key");
    }
  }

  @Test
  void tellsItsVersion() {
    Run run = new Run.Place().run("--version");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("keybearer ");
  }
}
