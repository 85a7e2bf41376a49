package io.keybearer.client;

import java.time.Instant;

/**
 * An owner of keys as the server tells it.
 *
 * @param companyId whose owner
 * @param user its id in the customer's own system
 * @param active whether its keys are honoured
 * @param updatedAt when this was last said
 */
public record OwnerView(String companyId, String user, boolean active, Instant updatedAt) {
  static OwnerView read(JsonMembers json) {
    return new OwnerView(
        json.text("company_id"),
        json.text("user"),
        json.flag("active"),
        json.instant("updated_at"));
  }
}
