package io.keybearer.cli;

import io.keybearer.client.LimitStanding;
import io.keybearer.client.VerificationRequest;
import io.keybearer.client.VerificationView;
import io.keybearer.client.VerifiedKeyView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keybearer keys verify}. */
@Command(
    name = "verify",
    description = {
      "Ask whether a key may be used. Exit status 0 if it may, 1 if not.",
      "The key is read from standard input, or from a variable with --from-env. It can be given as"
          + " an argument, where every user of the machine sees it in the list of processes."
    })
final class KeysVerify extends ServerCommand {
  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "- for standard input, as when left out; or the key itself.")
  private String argument = "-";

  @Option(
      names = "--from-env",
      paramLabel = "VARIABLE",
      description = "Read the key from this environment variable.")
  private @Nullable String variable;

  @Mixin
  private RequestOptions described = new RequestOptions();

  @Option(names = "--user-agent", paramLabel = "TEXT", description = "Its User-Agent header.")
  private @Nullable String userAgent;

  KeysVerify(Terminal terminal) {
    super(terminal);
    this.terminal = terminal;
  }

  @Override
  int run(Session session) {
    VerificationView verdict = session.client().keys().verify(request());
    if (session.json()) {
      session.printJson();
    } else {
      facts(verdict).print(terminal.out(), terminal.colours());
    }
    return verdict.valid() ? ExitStatus.OK : ExitStatus.REFUSED;
  }

  private VerificationRequest request() {
    VerificationRequest.Builder request = VerificationRequest.of(key());
    described.applyTo(request);
    if (userAgent != null) {
      request.userAgent(userAgent);
    }
    return request.build();
  }

  private String key() {
    if (variable != null && !argument.equals("-")) {
      throw CommandFailedException.wrongUsage(
          "Give the key as an argument or with --from-env, not both.");
    }
    String key;
    if (variable != null) {
      key = terminal.variable(variable).map(String::strip).orElse("");
    } else {
      key = argument.equals("-") ? terminal.readLine() : argument;
    }
    if (key.isEmpty()) {
      throw CommandFailedException.wrongUsage(
          "No key to verify: nothing came from where it is read.");
    }
    return key;
  }

  private static Facts facts(VerificationView verdict) {
    Facts facts = new Facts().add("verdict", verdict.code()).addIfAny("refused by", verdict.rule());
    VerifiedKeyView key = verdict.apiKey();
    if (key != null) {
      facts
          .add("key", key.name() + " (" + key.prefix() + ")")
          .add("id", key.id())
          .add("company", key.companyId())
          .add("type", key.type())
          .add("scope", key.scope())
          .addIfAny("permissions", key.permissions())
          .addIfAny("user", key.user())
          .addIfAny("expires", key.expiresAt());
    }
    LimitStanding limit = verdict.rateLimit();
    if (limit != null) {
      facts.add("limit " + limit.name(), LimitText.of(limit));
    }
    return facts.addIfAny("shadow denied", verdict.shadowDenied()).addIfAny("log", verdict.logId());
  }
}
