package io.keybearer.log;

import io.keybearer.problem.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where entries are written in the end. Every method may throw {@link StoreUnavailableException};
 * implementations are safe for concurrent use.
 */
public interface LogDestination {
  /**
   * How long a completion out of a spool is kept and tried again while there is no row for it, and
   * how old a row's id may be for that: the row may still lie in the spool of another process.
   */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Writes a batch in one transaction, in its order, so that a completion may follow its row in the
   * same batch.
   *
   * @return the ids of completions that were not applied: no such row, made by another caller, or
   *     completed before
   */
  List<LogId> append(List<LogEntry> batch);

  /**
   * Writes a batch out of a spool, as {@link #append(List)} does, and in the same transaction notes
   * how far the spool is written. A completion for which there is no row yet is kept, for {@link
   * #retryKept}.
   *
   * @param batch any number of entries, also none
   * @return the ids of completions that will never be applied: made by another caller, or completed
   *     before, or without a row that could still come
   * @throws SpoolMovedException when a position other than where the step begins is noted for this
   *     spool; nothing was written
   */
  List<LogId> append(List<LogEntry> batch, SpoolStep step);

  /** How far a spool is written, if anything of it was. */
  OptionalLong spoolPosition(SpoolId spool);

  /** Forgets how far a spool is written, once nothing of it is left. */
  void forgetSpool(SpoolId spool);

  /**
   * Tries kept completions again whose time has come, each after as long again as it has waited, at
   * most ten minutes; those kept for {@link #KEPT} are given up.
   *
   * @return the ids of completions that will never be applied
   */
  List<LogId> retryKept(Instant now);
}
