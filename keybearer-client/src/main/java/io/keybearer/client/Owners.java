package io.keybearer.client;

import java.util.Map;

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
    String path = Call.path("/v1/companies/{}/owners/{}", company, user);
    return OwnerView.read(
        JsonMembers.parse(transport.send(Call.write("PUT", path, Map.of("active", active)))));
  }
}
