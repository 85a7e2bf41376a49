package io.keybearer.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows of the log are wanted. */
final class LogFilterOptions {
  @Option(names = "--api-key", paramLabel = "ID", description = "Of this key.")
  private @Nullable String apiKey;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Of the key with this public id.")
  private @Nullable String prefix;

  @Option(names = "--company", paramLabel = "COMPANY", description = "Of this company.")
  private @Nullable String company;

  @Option(
      names = "--outcome",
      paramLabel = "CODE",
      split = ",",
      description = "With one of these verdicts, such as VALID or IP_DENIED,REFERER_DENIED.")
  private String[] outcomes = {};

  @Option(names = "--method", paramLabel = "METHOD", description = "With this method.")
  private @Nullable String method;

  @Option(
      names = "--endpoint",
      paramLabel = "PATH",
      description = "With this path; '/orders/*' for those that begin so.")
  private @Nullable String endpoint;

  @Option(
      names = "--ip-address",
      paramLabel = "ADDRESS",
      description = "From this address or CIDR block.")
  private @Nullable String ipAddress;

  @Option(names = "--user-agent", paramLabel = "TEXT", description = "Whose user agent holds this.")
  private @Nullable String userAgent;

  @Option(names = "--referer", paramLabel = "TEXT", description = "Whose referer holds this.")
  private @Nullable String referer;

  @Option(names = "--caller", paramLabel = "ID", description = "Verified or reported by this key.")
  private @Nullable String caller;

  Filters filters() {
    return new Filters()
        .add("api_key", apiKey)
        .add("prefix", prefix)
        .add("company", company)
        .add("outcome", outcomes.length == 0 ? null : String.join(",", outcomes))
        .add("method", method)
        .add("endpoint", endpoint)
        .add("ip_address", ipAddress)
        .add("user_agent", userAgent)
        .add("referer", referer)
        .add("caller", caller);
  }
}
