package io.keybearer.cli;

import io.keybearer.client.Query;
import io.keybearer.client.UsageView;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer usage}. */
@Command(
    name = "usage",
    description = {
      "Count requests made with keys, and show how long they took.",
      "Of the last 30 days, unless told. See also: usage top, usage denials."
    })
final class UsageCommand extends ServerCommand {
  @Mixin
  private Span span = new Span();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      split = ",",
      description = "Divide by key, company, endpoint, method, status or outcome, or several.")
  private String[] by = {};

  @Option(
      names = "--granularity",
      paramLabel = "minute|hour|day",
      description = "Rows of their own for each.")
  private @Nullable String granularity;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Rows at most, 1-10000 (default: 1000).")
  private @Nullable Integer limit;

  UsageCommand(Terminal terminal) {
    super(terminal);
  }

  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new UsageCommand(terminal))
        .addSubcommand(new Top(terminal))
        .addSubcommand(new Denials(terminal));
  }

  /** Of what and when. */
  static final class Span {
    @Option(names = "--api-key", paramLabel = "ID", description = "Of this key.")
    private @Nullable String apiKey;

    @Option(names = "--company", paramLabel = "COMPANY", description = "Of this company.")
    private @Nullable String company;

    @Option(
        names = "--from",
        paramLabel = "INSTANT",
        converter = OptionForms.AnInstant.class,
        description = "At or after.")
    private @Nullable Instant from;

    @Option(
        names = "--until",
        paramLabel = "INSTANT",
        converter = OptionForms.AnInstant.class,
        description = "Before.")
    private @Nullable Instant until;

    Filters filters() {
      return new Filters()
          .add("api_key", apiKey)
          .add("company", company)
          .add("from", from)
          .add("until", until);
    }
  }

  @Override
  int run(Session session) {
    Query query = span.filters()
        .add("group_by", by.length == 0 ? null : String.join(",", by))
        .add("granularity", granularity)
        .add("limit", limit)
        .query();
    return print(session, query);
  }

  /** Asks and shows. */
  private static int print(Session session, Query query) {
    UsageView usage = session.client().usage().count(query);
    if (session.json()) {
      session.printJson();
      return ExitStatus.OK;
    }
    if (usage.items().isEmpty()) {
      session.note("Nothing was counted.");
      return ExitStatus.OK;
    }
    UsageText.table(usage).print(session.terminal());
    if (usage.truncated()) {
      session.note("There is more: raise --limit, or narrow the time.");
    }
    return ExitStatus.OK;
  }

  /** {@code keybearer usage top}. */
  @Command(name = "top", description = "Show the keys with the most requests.")
  static final class Top extends ServerCommand {
    @Mixin
    private Span span = new Span();

    @Option(
        names = "--by",
        paramLabel = "WHAT",
        description = "Something else than keys: company, endpoint, method, status, outcome.")
    private String by = "key";

    @Option(names = "--limit", paramLabel = "N", description = "Rows at most (default: 10).")
    private int limit = 10;

    Top(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Session session) {
      return print(
          session,
          span.filters()
              .add("group_by", by.toLowerCase(Locale.ROOT))
              .add("order", "requests")
              .add("limit", limit)
              .query());
    }
  }

  /** {@code keybearer usage denials}. */
  @Command(name = "denials", description = "Show how many requests there were with each verdict.")
  static final class Denials extends ServerCommand {
    @Mixin
    private Span span = new Span();

    Denials(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Session session) {
      return print(
          session,
          span.filters().add("group_by", "outcome").add("order", "requests").query());
    }
  }
}
