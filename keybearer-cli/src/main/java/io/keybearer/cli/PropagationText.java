package io.keybearer.cli;

import io.keybearer.client.PropagationView;

/** How far a change has come, in a sentence or two. */
final class PropagationText {
  private PropagationText() {}

  static String of(PropagationView propagation) {
    Integer live = propagation.liveNodes();
    Integer applied = propagation.appliedNodes();
    Integer fenced = propagation.fencedNodes();
    if (live == null || applied == null || fenced == null) {
      return "The server cannot tell which nodes know.";
    }
    return knowing(applied, live) + fenced(fenced);
  }

  private static String knowing(int applied, int live) {
    if (applied < live) {
      return applied + " of " + live + " live nodes " + (applied == 1 ? "knows." : "know.");
    }
    return live == 1 ? "The only live node knows." : "All " + live + " live nodes know.";
  }

  private static String fenced(int fenced) {
    return switch (fenced) {
      case 0 -> "";
      case 1 -> " 1 more is silent, and answers from the database or not at all.";
      default -> " " + fenced + " more are silent, and answer from the database or not at all.";
    };
  }
}
