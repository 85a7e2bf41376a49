package io.keybearer.cli;

import io.keybearer.client.CompanyChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer companies update}. */
@Command(name = "update", description = "Change a company; what is not named stays.")
final class CompaniesUpdate extends ServerCommand {
  @Parameters(paramLabel = "COMPANY", description = "Its id or slug.")
  private String company = "";

  @Option(names = "--slug", paramLabel = "SLUG", description = "Another slug.")
  private @Nullable String slug;

  @Option(names = "--name", paramLabel = "NAME", description = "Another name.")
  private @Nullable String name;

  @Mixin
  private CompanyRuleOptions rules = new CompanyRuleOptions();

  @Option(
      names = "--clear",
      paramLabel = "RULE",
      description =
          "Lift a rule: max-life, max-scope, default-rate-limit, log-retention. Can be repeated.")
  private List<String> cleared = List.of();

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description = "Only if this is still its version.")
  private @Nullable Long ifVersion;

  CompaniesUpdate(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    CompanyChange.Builder change = change();
    if (change.isEmpty()) {
      throw CommandFailedException.wrongUsage("Nothing to change was named.");
    }
    return session.result(
        CompanyText.facts(session.client().companies().update(company, change.build())));
  }

  private CompanyChange.Builder change() {
    CompanyChange.Builder change = CompanyChange.builder();
    if (slug != null) {
      change.slug(slug);
    }
    if (name != null) {
      change.name(name);
    }
    rules.applyTo(change);
    if (ifVersion != null) {
      change.ifVersion(ifVersion);
    }
    cleared.forEach(rule -> clear(rule.replace('_', '-'), change));
    return change;
  }

  private static void clear(String rule, CompanyChange.Builder change) {
    switch (rule) {
      case "max-life" -> change.maxLife(null);
      case "max-scope" -> change.maxScope(null);
      case "default-rate-limit" -> change.defaultRateLimit(null).defaultRateLimitWindow(null);
      case "log-retention" -> change.logRetention(null);
      default ->
        throw CommandFailedException.wrongUsage(
            "--clear: expected max-life, max-scope, default-rate-limit or log-retention, got '"
                + rule
                + "'.");
    }
  }
}
