package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import io.keybearer.client.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keybearer keys list}. */
@Command(name = "list", description = "List keys, newest first. All filters given must hold.")
final class KeysList extends ServerCommand {
  @Option(names = "--company", paramLabel = "COMPANY", description = "Of this company.")
  private @Nullable String company;

  @Option(names = "--user", paramLabel = "USER", description = "Of this owner.")
  private @Nullable String user;

  @Option(names = "--type", paramLabel = "TYPE", description = "user, service or system.")
  private @Nullable String type;

  @Option(names = "--scope", paramLabel = "SCOPE", description = "read, write or admin.")
  private @Nullable String scope;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "active, revoked, rotated, disabled, not_yet_valid or expired.")
  private @Nullable String status;

  @Option(names = "--prefix", paramLabel = "PREFIX", description = "With this public id.")
  private @Nullable String prefix;

  @Option(names = "--text", paramLabel = "TEXT", description = "With this in the name.")
  private @Nullable String text;

  @Option(
      names = "--expires-from",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Expiring at or after.")
  private @Nullable Instant expiresFrom;

  @Option(
      names = "--expires-until",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Expiring before.")
  private @Nullable Instant expiresUntil;

  @Option(
      names = "--last-used-from",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Last used at or after.")
  private @Nullable Instant lastUsedFrom;

  @Option(
      names = "--last-used-until",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "Last used before, or never.")
  private @Nullable Instant lastUsedUntil;

  @Mixin
  private PageOptions page = new PageOptions();

  KeysList(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    Filters filters = new Filters()
        .add("company", company)
        .add("user", user)
        .add("type", type)
        .add("scope", scope)
        .add("status", status)
        .add("prefix", prefix)
        .add("text", text)
        .add("expires_from", expiresFrom)
        .add("expires_until", expiresUntil)
        .add("last_used_from", lastUsedFrom)
        .add("last_used_until", lastUsedUntil);
    Query query = filters.query();
    return page.print(
        session,
        query,
        session.client().keys()::list,
        ApiKeyView::id,
        KeyText.table(),
        KeyText::row);
  }
}
