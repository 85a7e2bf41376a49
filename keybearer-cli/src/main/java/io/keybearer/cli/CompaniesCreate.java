package io.keybearer.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer companies create}. */
@Command(name = "create", description = "Create a company.")
final class CompaniesCreate extends ServerCommand {
  @Parameters(paramLabel = "SLUG", description = "A short unique name: a-z, 0-9 and dashes.")
  private String slug = "";

  @Option(names = "--name", paramLabel = "NAME", description = "For people (default: the slug).")
  private @Nullable String name;

  @Mixin
  private CompanyRuleOptions rules = new CompanyRuleOptions();

  CompaniesCreate(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    return session.result(CompanyText.facts(
        session.client().companies().create(slug, name == null ? slug : name, rules.rules())));
  }
}
