package io.keybearer.cli;

import io.keybearer.client.QuotaStanding;
import io.keybearer.client.SelfView;
import picocli.CommandLine.Command;

/** {@code keybearer self}. */
@Command(
    name = "self",
    description = "Show the key that is called with, and what is left of its limits.")
final class SelfCommand extends ServerCommand {
  SelfCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    SelfView self = session.client().self();
    Facts facts = KeyText.facts(self.apiKey());
    self.rateLimits().forEach(limit -> facts.add("left of " + limit.name(), LimitText.of(limit)));
    QuotaStanding quota = self.quota();
    if (quota != null) {
      facts.add("left of quota", LimitText.of(quota));
    }
    return session.result(facts);
  }
}
