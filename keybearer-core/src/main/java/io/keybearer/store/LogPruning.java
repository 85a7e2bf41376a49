package io.keybearer.store;

/** Removal of log rows that are too old, one short piece after the other. Used by one thread. */
@FunctionalInterface
public interface LogPruning {
  /**
   * Does the next piece, in a transaction of its own that holds up no writer for long.
   *
   * @return whether there may be more to do
   * @throws io.keybearer.problem.StoreUnavailableException when the store does not answer; what was
   *     removed before is gone, and another pruning does the rest
   */
  boolean next();
}
