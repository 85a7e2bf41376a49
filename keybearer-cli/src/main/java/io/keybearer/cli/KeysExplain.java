package io.keybearer.cli;

import io.keybearer.client.ExplanationRequest;
import io.keybearer.client.ExplanationView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys explain}. */
@Command(
    name = "explain",
    description = {
      "Say what a verification of a key would answer, and why, rule by rule. Exit status 0 if it"
          + " would be valid, 1 if not.",
      "Nothing is counted or logged, and the key itself is not needed. Describe a request, or name"
          + " one of the log."
    })
final class KeysExplain extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @Option(
      names = "--log-id",
      paramLabel = "ID",
      description = "A row of the key's log, instead of address, headers, method and path.")
  private @Nullable String logId;

  @Mixin
  private RequestOptions request = new RequestOptions();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "When (default: now). At another time, limits and quota are left out.")
  private @Nullable Instant at;

  KeysExplain(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    ExplanationRequest.Builder asked =
        logId == null ? ExplanationRequest.builder() : ExplanationRequest.ofLog(logId);
    request.applyTo(asked);
    if (at != null) {
      asked.at(at);
    }
    ExplanationView explanation = session.client().keys().explain(id, asked.build());
    if (session.json()) {
      session.printJson();
    } else {
      print(explanation, session.terminal());
    }
    return explanation.valid() ? ExitStatus.OK : ExitStatus.REFUSED;
  }

  private static void print(ExplanationView explanation, Terminal terminal) {
    facts(explanation).print(terminal.out(), terminal.colours());
    terminal.out().println();
    Table table = new Table()
        .column("RESULT", Table.Kind.STATE)
        .column("RULE", Table.Kind.FIXED)
        .column("KEY", Table.Kind.FREE)
        .column("REQUEST", Table.Kind.FREE)
        .column("WHY", Table.Kind.WRAPPED);
    for (ExplanationView.Rule rule : explanation.rules()) {
      table.row(
          mark(rule.result()) + " " + rule.result(),
          rule.rule(),
          joined(rule.configured()),
          joined(rule.given()),
          rule.detail());
    }
    table.print(terminal);
  }

  private static Facts facts(ExplanationView explanation) {
    ExplanationView.Row log = explanation.log();
    Facts facts = new Facts()
        .add("verdict", explanation.code())
        .addIfAny("decided by", explanation.rule())
        .add("key", explanation.apiKey().name() + " (" + explanation.apiKey().prefix() + ")")
        .add("at", explanation.at() + (explanation.now() ? "" : ", limits and quota left out"));
    return log == null
        ? facts
        : facts.add("log", log.id() + ", " + log.outcome() + " at " + Printable.instant(log.at()));
  }

  private static String mark(String result) {
    return switch (result) {
      case "passed" -> "✓";
      case "denied" -> "✗";
      case "shadow_denied" -> "!";
      case "not_set" -> "-";
      default -> "?";
    };
  }

  private static @Nullable String joined(List<String> texts) {
    return texts.isEmpty() ? null : String.join(", ", texts);
  }
}
