package io.keybearer.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The answer of a limiter about all limits of one request. Immutable. */
public interface LimitOutcome {
  /** Whether every limit had room. */
  boolean accepted();

  /** Where each limit stands after the answer, in the order asked; worked out when asked for. */
  List<LimitStatus> statuses();

  /** The answer when there is no limit at all. */
  static LimitOutcome unlimited() {
    return KnownOutcome.UNLIMITED;
  }

  /** An answer whose statuses are known already; they are copied. */
  static LimitOutcome of(boolean accepted, List<LimitStatus> statuses) {
    return new KnownOutcome(accepted, statuses);
  }

  /**
   * The one limit to speak of when only one can be: of those that denied, the one to wait for
   * longest; otherwise the one with the least left in proportion; the first of equals. Nothing when
   * there is no limit.
   */
  default Optional<LimitStatus> tightest() {
    return statuses().stream().reduce((best, next) -> next.tighterThan(best) ? next : best);
  }

  /** How long until the same request would be accepted; zero when it was. */
  default Duration retryAfter() {
    return tightest().map(LimitStatus::retryAfter).orElse(Duration.ZERO);
  }
}
