package io.keybearer.cluster;

/**
 * How far a change has come.
 *
 * @param sequence its number in the change feed
 * @param liveNodes how many nodes live
 * @param appliedNodes how many of those are known to have applied it, and all before it
 * @param fencedNodes how many are silent for longer than they believe their memory
 */
public record Propagation(long sequence, int liveNodes, int appliedNodes, int fencedNodes) {
  /** Whether no node that lives can still answer as if the change had not been made. */
  public boolean complete() {
    return appliedNodes == liveNodes;
  }
}
