package io.keybearer.cli;

import io.keybearer.client.NewKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer keys create}. */
@Command(
    name = "create",
    description = {
      "Issue a key.",
      "Its text goes to standard output, this once; what else there is to say to standard error."
    })
final class KeysCreate extends ServerCommand {
  private final Terminal terminal;

  @Option(
      names = "--company",
      paramLabel = "COMPANY",
      description = "Whose key, by id or slug; a company's own key may leave it out.")
  private @Nullable String company;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "For people, unique among the company's live keys.")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "user, service or system (default: user with --user, otherwise service).")
  private @Nullable String type;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "read, write or admin (default: read).")
  private String scope = "read";

  @Option(
      names = "--env",
      paramLabel = "ENV",
      description = "An environment that then stands in its text, such as test.")
  private @Nullable String env;

  @Option(names = "--user", paramLabel = "USER", description = "The owner, for type user.")
  private @Nullable String user;

  @Mixin
  private KeyOptions settings = new KeyOptions();

  @Option(names = "--quiet", description = "Print the key and nothing else.")
  private boolean quiet;

  KeysCreate(Terminal terminal) {
    super(terminal);
    this.terminal = terminal;
  }

  @Override
  int run(Session session) {
    String usual = user == null ? "service" : "user";
    NewKey.Builder key = NewKey.builder(name, type == null ? usual : type, scope);
    if (company != null) {
      key.company(company);
    }
    if (env != null) {
      key.env(env);
    }
    if (user != null) {
      key.user(user);
    }
    settings.apply(key, terminal);
    return KeyText.issued(session, session.client().keys().create(key.build()), quiet);
  }
}
