package io.keybearer.spring.remote;

import java.time.Duration;

/**
 * How long verdicts of a server are remembered.
 *
 * @param maxAge how old an acceptance may be that is given again without asking, 0 to 1 minute; the
 *     server's own staleness comes on top
 * @param lastKnownFor how old it may be while the server does not answer, 0 to 1 hour; 0 = none
 * @param mostVerdicts how many are remembered, from 1
 */
public record RemoteTerms(Duration maxAge, Duration lastKnownFor, int mostVerdicts) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is left
   */
  public RemoteTerms {
    check("the maximum age", maxAge, Duration.ofMinutes(1));
    check("the time for which the last known verdict holds", lastKnownFor, Duration.ofHours(1));
    if (mostVerdicts < 1) {
      throw new IllegalArgumentException("expected at least one verdict to be remembered");
    }
  }

  /** How long a verdict is of any use. */
  Duration longest() {
    return maxAge.compareTo(lastKnownFor) > 0 ? maxAge : lastKnownFor;
  }

  private static void check(String what, Duration value, Duration most) {
    if (value.isNegative() || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("expected " + what + " to be from PT0S to " + most);
    }
  }
}
