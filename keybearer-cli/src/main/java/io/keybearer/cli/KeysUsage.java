package io.keybearer.cli;

import io.keybearer.client.KeyUsageView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys usage}. */
@Command(name = "usage", description = "Show how a key is used: from where, how often, how well.")
final class KeysUsage extends ServerCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The key.")
  private String id = "";

  KeysUsage(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    KeyUsageView usage = session.client().usage().ofKey(id);
    Facts facts = new Facts()
        .add("last used", usage.lastUsedAt())
        .add("last address", usage.lastAddress())
        .add("last user agent", usage.lastUserAgent())
        .add(
            "addresses this week",
            (usage.addressesExact() ? "" : "at least ") + usage.addressesThisWeek());
    usage
        .outcomes()
        .forEach(one -> facts.add("last 30 days " + one.outcome(), one.tally().requests()));
    usage
        .wrongSecrets()
        .forEach(
            wrong -> facts.add("wrong secret " + Printable.instant(wrong.at()), wrong.ipAddress()));
    return session.result(facts);
  }
}
