package io.keybearer.cluster;

import java.util.List;
import java.util.UUID;

/**
 * All nodes at one moment.
 *
 * @param epoch names the feed that they follow
 * @param head the number of its last change
 * @param standings how each of them stands, by id
 */
public record Nodes(UUID epoch, long head, List<NodeStanding> standings) {
  /** Copies the standings. */
  public Nodes {
    standings = List.copyOf(standings);
  }

  /** How many live; the node that looks is one of them. */
  public int live() {
    return count(true);
  }

  /** How many are fenced. */
  public int fenced() {
    return count(false);
  }

  /** How far a change has come. */
  public Propagation propagation(long sequence) {
    int applied = 0;
    for (NodeStanding standing : standings) {
      if (standing.live() && standing.applied() >= sequence) {
        applied++;
      }
    }
    return new Propagation(sequence, live(), applied, fenced());
  }

  private int count(boolean live) {
    int count = 0;
    for (NodeStanding standing : standings) {
      if (standing.live() == live) {
        count++;
      }
    }
    return count;
  }
}
