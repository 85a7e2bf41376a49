package io.keybearer.client;

import java.time.Duration;

/**
 * The calls about the nodes that share the database. Thread-safe; each fails with a {@link
 * KeybearerClientException}.
 */
public final class Nodes {
  private final Transport transport;

  Nodes(Transport transport) {
    this.transport = transport;
  }

  /** Reads all nodes; for platform keys with {@code keybearer:read}. */
  public NodesView list() {
    return transport.send(Operations.nodes());
  }

  /**
   * Asks how far a change has come; needs {@code keybearer:keys}.
   *
   * @param sequence its number, from {@link PropagationView#sequence()}
   */
  public PropagationView propagation(long sequence) {
    return transport.send(Operations.propagation(sequence));
  }

  /**
   * Waits until every live node has applied a change, or the time is over; {@link
   * PropagationView#complete()} says which.
   *
   * @param atMost 1–30 s, whole seconds; the call may take so much longer than its timeout
   */
  public PropagationView awaitPropagation(long sequence, Duration atMost) {
    return transport.send(Operations.awaitPropagation(sequence, atMost));
  }
}
