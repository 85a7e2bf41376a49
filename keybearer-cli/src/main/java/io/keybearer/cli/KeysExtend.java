package io.keybearer.cli;

import io.keybearer.client.ApiKeyView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys extend}. */
@Command(
    name = "extend",
    description = "Move the expiry of a key: from the later of now and its expiry, by a time.")
final class KeysExtend extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The id of the key.")
  private String id = "";

  @ArgGroup(multiplicity = "1")
  private Span span = new Span();

  /** One or the other. */
  static final class Span {
    @Option(names = "--days", paramLabel = "N", description = "By so many days.")
    private @Nullable Integer days;

    @Option(
        names = "--duration",
        paramLabel = "DURATION",
        converter = OptionForms.ADuration.class,
        description = "By a duration, such as PT12H.")
    private @Nullable Duration duration;

    Duration value() {
      if (duration != null) {
        return duration;
      }
      if (days == null || days < 1) {
        throw CommandFailedException.wrongUsage("--days: expected a number above zero.");
      }
      return Duration.ofDays(days);
    }
  }

  KeysExtend(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Session session) {
    ApiKeyView key = session.client().keys().extend(id, span.value());
    return session.done("Key " + key.name() + " (" + key.prefix() + ") now expires "
        + Printable.instant(key.expiresAt()) + ".");
  }
}
