package io.keybearer.client;

import java.util.concurrent.CompletableFuture;

/**
 * The calls about owners, none of which waits for its answer. Thread-safe; their futures fail with a
 * {@link KeybearerClientException}.
 */
public final class AsyncOwners {
  private final Transport transport;

  AsyncOwners(Transport transport) {
    this.transport = transport;
  }

  /**
   * Marks an owner active or inactive; while inactive, its keys are refused.
   *
   * @param company by id or slug
   * @param user the owner's id in the customer's own system
   * @param active whether its keys are honoured
   */
  public CompletableFuture<OwnerView> set(String company, String user, boolean active) {
    return transport.sendAsync(Operations.setOwner(company, user, active));
  }
}
