package io.keybearer.cli;

import io.keybearer.client.CompanyRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer companies create}. */
@Command(name = "create", description = "Create a company.")
final class CompaniesCreate extends ServerCommand {
  @Parameters(paramLabel = "SLUG", description = "A short unique name: a-z, 0-9 and dashes.")
  private String slug = "";

  @Option(names = "--name", paramLabel = "NAME", description = "For people (default: the slug).")
  private @Nullable String name;

  @Option(
      names = "--max-life",
      paramLabel = "DURATION",
      converter = OptionForms.ADuration.class,
      description = "How far ahead its keys may expire, such as P90D.")
  private @Nullable Duration maxLife;

  @Option(
      names = "--max-scope",
      paramLabel = "SCOPE",
      description = "The highest scope of its keys: read, write or admin.")
  private @Nullable String maxScope;

  @Option(
      names = "--default-rate-limit",
      paramLabel = "N",
      description = "What its new keys without a limit get.")
  private @Nullable Long rateLimit;

  @Option(
      names = "--default-rate-limit-window",
      paramLabel = "SECONDS",
      description = "The window of that limit (default: 3600).")
  private @Nullable Long rateLimitWindow;

  CompaniesCreate(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    CompanyRules rules = new CompanyRules(maxLife, maxScope, rateLimit, rateLimitWindow);
    return session.result(CompanyText.facts(
        session.client().companies().create(slug, name == null ? slug : name, rules)));
  }
}
