package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import io.keybearer.client.IssuedKeyView;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys as people read them. */
final class KeyText {
  private KeyText() {}

  static Table table() {
    return new Table()
        .column("ID", Table.Kind.FIXED)
        .column("NAME", Table.Kind.FREE)
        .column("STATUS", Table.Kind.STATE)
        .column("TYPE", Table.Kind.FIXED)
        .column("SCOPE", Table.Kind.FIXED)
        .column("EXPIRES", Table.Kind.FIXED)
        .column("LAST USED", Table.Kind.FIXED)
        .column("PREFIX", Table.Kind.FIXED)
        .column("USER", Table.Kind.FREE);
  }

  static void row(Table table, ApiKeyView key) {
    table.row(
        key.id(),
        key.name(),
        key.status(),
        key.type(),
        key.scope(),
        Printable.instant(key.expiresAt()),
        Printable.instant(key.lastUsedAt()),
        key.prefix(),
        key.user());
  }

  static Facts facts(ApiKeyView key) {
    Facts facts = new Facts()
        .add("id", key.id())
        .add("name", key.name())
        .add("status", key.status())
        .add("prefix", key.prefix())
        .add("company", key.companyId())
        .addIfAny("environment", key.env())
        .add("type", key.type())
        .add("scope", key.scope())
        .addIfAny("user", key.user())
        .addIfAny("permissions", key.permissions())
        .addIfAny("routes", key.routes())
        .addIfAny("addresses", key.allowedIps())
        .addIfAny("referers", key.allowedReferers());
    if (key.allowedReferers() != null) {
      facts.add("missing referer", key.allowMissingReferer() ? "allowed" : "denied");
    }
    limits(key, facts);
    life(key, facts);
    return facts
        .addIfAny("captured", CaptureOptions.text(key.capture()))
        .addIfAny("shadow", key.shadow())
        .addIfAny("metadata", pairs(key))
        .addIfAny("tags", key.tags())
        .add("created", Printable.instant(key.createdAt()) + " by " + key.createdBy())
        .add("changed", Printable.instant(key.updatedAt()) + ", version " + key.version());
  }

  private static void limits(ApiKeyView key, Facts facts) {
    facts.addIfAny("rate limit", perSeconds(key.rateLimit(), key.rateLimitWindow()));
    key.limits()
        .forEach(
            limit -> facts.add("limit " + limit.name(), perSeconds(limit.limit(), limit.window())));
    if (key.quota() != null) {
      facts.add("quota", key.quota() + " a " + key.quotaPeriod());
    }
  }

  private static void life(ApiKeyView key, Facts facts) {
    facts
        .addIfAny("not before", key.notBefore())
        .add("expires", key.expiresAt() == null ? "never" : Printable.instant(key.expiresAt()));
    if (key.revoked()) {
      String by = Optional.ofNullable(key.revokedBy()).orElse("?");
      facts.add("revoked", Printable.instant(key.revokedAt()) + " by " + by);
      facts.addIfAny("reason", key.revokedReason());
    }
    facts
        .addIfAny("rotated from", key.rotatedFrom())
        .addIfAny("rotated to", key.rotatedTo())
        .addIfAny("retires", key.retiresAt());
    String from = key.lastUsedIp() == null ? "" : " from " + key.lastUsedIp();
    facts.add(
        "last used",
        key.lastUsedAt() == null ? "never" : Printable.instant(key.lastUsedAt()) + from);
  }

  /** Prints a key just made: its text on standard output, the rest on standard error. */
  static int issued(Session session, IssuedKeyView issued, boolean quiet) {
    ApiKeyView key = issued.apiKey();
    if (issued.revealKey().isEmpty()) {
      throw CommandFailedException.unavailable(
          "The key " + key.id() + " was made, and the answer with its text was lost. Make another"
              + " with: keybearer keys rotate " + key.id());
    }
    if (session.json()) {
      session.printJson();
      return ExitStatus.OK;
    }
    if (!quiet) {
      PrintStream err = session.terminal().err();
      facts(key).print(err, Colours.OFF);
      err.println();
      err.println("This is the key. It is shown this once: keep it now.");
      err.flush();
    }
    session.terminal().out().println(issued.revealKey().orElseThrow());
    session.terminal().out().flush();
    return ExitStatus.OK;
  }

  private static List<String> pairs(ApiKeyView key) {
    return key.metadata().entrySet().stream()
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .toList();
  }

  private static @Nullable String perSeconds(@Nullable Long limit, @Nullable Long window) {
    return limit == null ? null : limit + " in " + window + " s";
  }
}
