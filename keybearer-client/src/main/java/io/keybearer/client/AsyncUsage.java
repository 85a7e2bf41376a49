package io.keybearer.client;

import java.util.concurrent.CompletableFuture;

/**
 * The calls about how much keys are used, none of which waits for its answer. Thread-safe; their
 * futures fail with a {@link KeybearerClientException}.
 */
public final class AsyncUsage {
  private final Transport transport;

  AsyncUsage(Transport transport) {
    this.transport = transport;
  }

  /** Counts requests, by what the query says, see {@link Query#where}. */
  public CompletableFuture<UsageView> count(Query query) {
    return transport.sendAsync(Operations.countUsage(query));
  }

  /**
   * Lists keys in force that nobody has used for some days, newest first.
   *
   * @param query {@code days} (30 unless said) and {@code company}
   */
  public CompletableFuture<PageView<UnusedKeyView>> unused(Query query) {
    return transport.sendAsync(Operations.unusedKeys(query));
  }

  /** How a key is used. */
  public CompletableFuture<KeyUsageView> ofKey(String id) {
    return transport.sendAsync(KeyOperations.usage(id));
  }
}
