package io.keybearer.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a limiter about all limits of one request.
 *
 * @param accepted whether every limit had room
 * @param statuses where each limit stands now, in the order asked
 */
public record LimitOutcome(boolean accepted, List<LimitStatus> statuses) {
  private static final LimitOutcome UNLIMITED = new LimitOutcome(true, List.of());

  /** Copies the statuses. */
  public LimitOutcome {
    statuses = List.copyOf(statuses);
  }

  /** The answer when there is no limit at all. */
  public static LimitOutcome unlimited() {
    return UNLIMITED;
  }

  /**
   * The one limit to speak of when only one can be: of those that denied, the one to wait for
   * longest; otherwise the one with the least left in proportion; the first of equals. Nothing when
   * there is no limit.
   */
  public Optional<LimitStatus> tightest() {
    return statuses.stream().reduce((best, next) -> next.tighterThan(best) ? next : best);
  }

  /** How long until the same request would be accepted; zero when it was. */
  public Duration retryAfter() {
    return tightest().map(LimitStatus::retryAfter).orElse(Duration.ZERO);
  }
}
