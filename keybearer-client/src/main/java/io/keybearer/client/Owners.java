package io.keybearer.client;

/** The calls about owners. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Owners {
  private final Transport transport;

  Owners(Transport transport) {
    this.transport = transport;
  }

  /**
   * Marks an owner active or inactive; while inactive, its keys are refused.
   *
   * @param company by id or slug
   * @param user the owner's id in the customer's own system
   * @param active whether its keys are honoured
   */
  public OwnerView set(String company, String user, boolean active) {
    return transport.send(Operations.setOwner(company, user, active));
  }
}
