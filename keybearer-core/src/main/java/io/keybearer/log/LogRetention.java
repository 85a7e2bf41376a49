package io.keybearer.log;

import io.keybearer.key.CompanyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How long rows of the request log are kept, by the time within their ids.
 *
 * @param usual how long, unless their company has a rule of its own
 * @param ofCompanies the rules of companies that have one
 */
public record LogRetention(Duration usual, Map<CompanyId, Duration> ofCompanies) {
  /** What is kept when nobody says otherwise. */
  public static final Duration DEFAULT = Duration.ofDays(90);

  /** No rule may be shorter. */
  public static final Duration SHORTEST = Duration.ofHours(1);

  /** No rule may be longer: a hundred years. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a time is not from {@link #SHORTEST} to {@link #LONGEST}
   */
  public LogRetention {
    ofCompanies = Map.copyOf(ofCompanies);
    if (!isAllowed(usual) || !ofCompanies.values().stream().allMatch(LogRetention::isAllowed)) {
      throw new IllegalArgumentException(
          "expected a retention from " + SHORTEST + " to " + LONGEST);
    }
  }

  /** The same for all companies. */
  public static LogRetention of(Duration usual) {
    return new LogRetention(usual, Map.of());
  }

  /** Whether a rule may say this. */
  public static boolean isAllowed(Duration time) {
    return time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
  }

  /** How long rows of a company are kept. */
  public Duration timeFor(CompanyId company) {
    return ofCompanies.getOrDefault(company, usual);
  }

  /** Rows of a company made before this instant go. */
  public Instant cutoff(CompanyId company, Instant now) {
    return now.minus(timeFor(company));
  }

  /** Whether some company keeps its rows longer than is usual. */
  public boolean isLongerForSome() {
    return ofCompanies.values().stream().anyMatch(time -> time.compareTo(usual) > 0);
  }
}
