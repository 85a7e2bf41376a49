package io.keybearer.client;

import org.jspecify.annotations.Nullable;

/**
 * How far a change has come among the nodes that share the database. The counts are null when the
 * server could not find them out.
 *
 * @param sequence the number of the change
 * @param complete whether every live node has applied it
 * @param liveNodes how many nodes live
 * @param appliedNodes how many of them have applied it
 * @param fencedNodes how many are silent for longer than they believe their memory: they answer from
 *     the database, or not at all
 */
public record PropagationView(
    long sequence,
    boolean complete,
    @Nullable Integer liveNodes,
    @Nullable Integer appliedNodes,
    @Nullable Integer fencedNodes) {
  static PropagationView read(JsonMembers json) {
    return new PropagationView(
        json.number("sequence"),
        json.flag("complete"),
        json.integerOrNull("live_nodes"),
        json.integerOrNull("applied_nodes"),
        json.integerOrNull("fenced_nodes"));
  }
}
