package io.keybearer.limit;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A rate: at most {@code limit} at once, refilled evenly over {@code window}. In any span <i>t</i>
 * at most {@code limit + limit·t/window} are accepted.
 *
 * @param limit how many, 1 to {@link #MOST}
 * @param window how long a refill from empty to full takes; whole seconds, 1 to {@link #MOST}
 */
public record RateLimit(long limit, Duration window) {
  /** The greatest limit, and the greatest window in seconds. */
  public static final long MOST = 1_000_000_000L;

  /** The window of a limit that names none: one hour. */
  public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

  /**
   * Checks both ranges.
   *
   * @throws InvalidValueException {@code OUT_OF_RANGE}, or {@code WRONG_FORM} for a part of a
   *     second
   */
  public RateLimit {
    inRange(limit);
    inRange(window.toSeconds());
    if (!window.equals(window.truncatedTo(ChronoUnit.SECONDS))) {
      throw new InvalidValueException(ProblemCode.WRONG_FORM, "PT60S, whole seconds");
    }
  }

  /**
   * Makes a rate whose window is given in seconds.
   *
   * @throws InvalidValueException as the constructor does
   */
  public static RateLimit perSeconds(long limit, long windowSeconds) {
    return new RateLimit(limit, Duration.ofSeconds(windowSeconds));
  }

  /** The window in seconds, as on the wire. */
  public long windowSeconds() {
    return window.toSeconds();
  }

  /** The window in nanoseconds, at most 10<sup>18</sup>. */
  long windowNanos() {
    return window.toNanos();
  }

  static void inRange(long value) {
    if (value < 1 || value > MOST) {
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, 1, MOST);
    }
  }
}
