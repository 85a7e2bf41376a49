package io.keybearer.client;

import java.util.concurrent.CompletableFuture;

/**
 * The calls of a {@link KeybearerClient}, none of which waits for its answer: the same timeouts,
 * tries and idempotency keys. Thread-safe. What follows on a future runs on a thread of the client,
 * which should not be made to wait; cancelling a future gives up its call, which may have been done.
 *
 * <pre>{@code
 * keybearer.async().keys().verify(request).thenApply(VerificationView::valid)
 * }</pre>
 */
public final class AsyncKeybearerClient {
  private final Transport transport;

  AsyncKeybearerClient(Transport transport) {
    this.transport = transport;
  }

  /** The customers; for platform keys with {@code keybearer:companies}. */
  public AsyncCompanies companies() {
    return new AsyncCompanies(transport);
  }

  /** Whom keys of type {@code user} stand for; needs {@code keybearer:keys}. */
  public AsyncOwners owners() {
    return new AsyncOwners(transport);
  }

  /** The keys, and their verification. */
  public AsyncKeys keys() {
    return new AsyncKeys(transport);
  }

  /** The request log. */
  public AsyncLogs logs() {
    return new AsyncLogs(transport);
  }

  /** How much keys are used. */
  public AsyncUsage usage() {
    return new AsyncUsage(transport);
  }

  /** The nodes that share the database, and how far changes have come among them. */
  public AsyncNodes nodes() {
    return new AsyncNodes(transport);
  }

  /** Reads the calling key and what is left of its limits; any valid key may. */
  public CompletableFuture<SelfView> self() {
    return transport.sendAsync(Operations.self());
  }
}
