package io.keybearer.log;

import java.time.Instant;

/**
 * How far a batch brings a spool forward. Committed together with the batch, so that nothing is
 * written twice, whatever happens in between.
 *
 * @param spool whose entries the batch holds
 * @param from the position after the batch before; 0 at the beginning
 * @param to the position after this batch, beyond {@code from}
 * @param at now, by which completions without a row are kept and tried again
 */
public record SpoolStep(SpoolId spool, long from, long to, Instant at) {
  /**
   * Checks the positions.
   *
   * @throws IllegalArgumentException unless 0 ≤ from &lt; to
   */
  public SpoolStep {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("expected a step forward, got " + from + " to " + to);
    }
  }
}
