package io.keybearer.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The calls about the nodes that share the database, none of which waits for its answer. Thread-safe; their futures fail with a
 * {@link KeybearerClientException}.
 */
public final class AsyncNodes {
  private final Transport transport;

  AsyncNodes(Transport transport) {
    this.transport = transport;
  }

  /** Reads all nodes; for platform keys with {@code keybearer:read}. */
  public CompletableFuture<NodesView> list() {
    return transport.sendAsync(Operations.nodes());
  }

  /**
   * Asks how far a change has come; needs {@code keybearer:keys}.
   *
   * @param sequence its number, from {@link PropagationView#sequence()}
   */
  public CompletableFuture<PropagationView> propagation(long sequence) {
    return transport.sendAsync(Operations.propagation(sequence));
  }

  /**
   * Waits until every live node has applied a change, or the time is over; {@link
   * PropagationView#complete()} says which.
   *
   * @param atMost 1–30 s, whole seconds; the call may take so much longer than its timeout
   */
  public CompletableFuture<PropagationView> awaitPropagation(long sequence, Duration atMost) {
    return transport.sendAsync(Operations.awaitPropagation(sequence, atMost));
  }
}
