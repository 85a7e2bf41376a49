package io.keybearer.cli;

import io.keybearer.client.KeySettings;
import io.keybearer.client.NamedLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for what a key can be issued with and what can later be changed. */
final class KeyOptions {
  @Option(
      names = "--permission",
      paramLabel = "NAME",
      description = "A finer power, such as orders:read or orders:*. Can be repeated.")
  private List<String> permissions = List.of();

  @Option(
      names = "--route",
      paramLabel = "RULE",
      description =
          "A method and path it may be used on, such as 'GET /orders/*'. Can be repeated.")
  private List<String> routes = List.of();

  @Option(
      names = "--not-before",
      paramLabel = "INSTANT",
      converter = OptionForms.AnInstant.class,
      description = "The first instant at which it is valid.")
  private @Nullable Instant notBefore;

  @ArgGroup
  private @Nullable End end;

  /** When a key ends, one way or the other. */
  static final class End {
    @Option(
        names = "--expires-at",
        paramLabel = "INSTANT",
        converter = OptionForms.AnInstant.class,
        description = "The first instant at which it is no longer valid.")
    private @Nullable Instant at;

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        converter = OptionForms.ADuration.class,
        description = "The same from now on, such as P90D.")
    private @Nullable Duration in;
  }

  @Option(
      names = "--allow-ip",
      paramLabel = "ADDRESS",
      description = "An address or CIDR block it may be used from. Can be repeated.")
  private List<String> addresses = List.of();

  @Option(
      names = "--allow-referer",
      paramLabel = "PATTERN",
      description = "A page that may use it, such as https://*.example.com/app/*. Can be repeated.")
  private List<String> referers = List.of();

  @Option(
      names = "--allow-missing-referer",
      negatable = true,
      description = "Whether a request without referer and origin passes the referers.")
  private @Nullable Boolean allowMissingReferer;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description = "Requests accepted in each window.")
  private @Nullable Long rateLimit;

  @Option(
      names = "--rate-limit-window",
      paramLabel = "SECONDS",
      description = "The window (default: 3600).")
  private @Nullable Long rateLimitWindow;

  @Option(
      names = "--limit",
      paramLabel = "NAME=N/SECONDS",
      converter = OptionForms.ALimit.class,
      description = "A further limit, such as burst=100/60. Can be repeated.")
  private List<NamedLimit> limits = List.of();

  @Option(
      names = "--quota",
      paramLabel = "N/PERIOD",
      converter = OptionForms.AQuota.class,
      description = "Requests accepted each day, week or month, such as 1000/day.")
  private OptionForms.@Nullable Quota quota;

  @Option(
      names = "--shadow",
      paramLabel = "RULE",
      description =
          "A rule that only reports: allowed_ips, allowed_referers, scope, permissions, routes,"
              + " rate_limit, quota. Can be repeated.")
  private List<String> shadow = List.of();

  @Option(
      names = "--meta",
      paramLabel = "NAME=VALUE",
      description = "A fact of your own. Can be repeated.")
  private Map<String, String> metadata = Map.of();

  @Option(names = "--tag", paramLabel = "LABEL", description = "A label. Can be repeated.")
  private List<String> tags = List.of();

  /** Names every attribute that was given. */
  void apply(KeySettings<?> key, Terminal terminal) {
    applyLists(key);
    applyEnd(key, terminal);
    if (notBefore != null) {
      key.notBefore(notBefore);
    }
    if (allowMissingReferer != null) {
      key.allowMissingReferer(allowMissingReferer);
    }
    if (rateLimit != null) {
      key.rateLimit(rateLimit);
    }
    if (rateLimitWindow != null) {
      key.rateLimitWindow(rateLimitWindow);
    }
    if (quota != null) {
      key.quota(quota.amount(), quota.period());
    }
  }

  private void applyLists(KeySettings<?> key) {
    if (!permissions.isEmpty()) {
      key.permissions(permissions);
    }
    if (!routes.isEmpty()) {
      key.routes(routes);
    }
    if (!addresses.isEmpty()) {
      key.allowedIps(addresses);
    }
    if (!referers.isEmpty()) {
      key.allowedReferers(referers);
    }
    if (!limits.isEmpty()) {
      key.limits(limits);
    }
    if (!shadow.isEmpty()) {
      key.shadow(shadow.stream().map(rule -> rule.replace('-', '_')).toList());
    }
    if (!metadata.isEmpty()) {
      key.metadata(new LinkedHashMap<>(metadata));
    }
    if (!tags.isEmpty()) {
      key.tags(tags);
    }
  }

  private void applyEnd(KeySettings<?> key, Terminal terminal) {
    if (end != null && end.at != null) {
      key.expiresAt(end.at);
    } else if (end != null && end.in != null) {
      key.expiresAt(terminal.clock().instant().plus(end.in));
    }
  }
}
