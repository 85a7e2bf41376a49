package io.keybearer.cli;

import io.keybearer.client.CompanyChange;
import io.keybearer.client.CompanyRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a company demands of its keys and their log. */
final class CompanyRuleOptions {
  @Option(
      names = "--max-life",
      paramLabel = "DURATION",
      converter = OptionForms.ADuration.class,
      description = "How far ahead its keys may expire, such as P90D.")
  private @Nullable Duration maxLife;

  @Option(
      names = "--max-scope",
      paramLabel = "SCOPE",
      description = "The highest scope of its keys: read, write or admin.")
  private @Nullable String maxScope;

  @Option(
      names = "--default-rate-limit",
      paramLabel = "N",
      description = "What its new keys without a limit get.")
  private @Nullable Long rateLimit;

  @Option(
      names = "--default-rate-limit-window",
      paramLabel = "SECONDS",
      description = "The window of that limit (3600 for a new one).")
  private @Nullable Long rateLimitWindow;

  @Option(
      names = "--log-retention",
      paramLabel = "DURATION",
      converter = OptionForms.ADuration.class,
      description = "How long rows of its requests are kept, such as P30D.")
  private @Nullable Duration logRetention;

  /** The rules of a new company. */
  CompanyRules rules() {
    return new CompanyRules(maxLife, maxScope, rateLimit, rateLimitWindow, logRetention);
  }

  /** Adds what was named to a change. */
  void applyTo(CompanyChange.Builder change) {
    if (maxLife != null) {
      change.maxLife(maxLife);
    }
    if (maxScope != null) {
      change.maxScope(maxScope);
    }
    if (rateLimit != null) {
      change.defaultRateLimit(rateLimit);
    }
    if (rateLimitWindow != null) {
      change.defaultRateLimitWindow(rateLimitWindow);
    }
    if (logRetention != null) {
      change.logRetention(logRetention);
    }
  }
}
