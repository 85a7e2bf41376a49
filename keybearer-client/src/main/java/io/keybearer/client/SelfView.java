package io.keybearer.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calling key.
 *
 * @param apiKey what it is
 * @param rateLimits what is left of its limits; empty when it has none
 * @param quota what is left of its quota; null when it has none
 */
public record SelfView(
    ApiKeyView apiKey,
    List<LimitStanding> rateLimits,
    @Nullable QuotaStanding quota) {
  /** Copies the limits. */
  public SelfView {
    rateLimits = List.copyOf(rateLimits);
  }

  static SelfView read(JsonMembers json) {
    return new SelfView(
        json.object("api_key", ApiKeyView::read),
        json.objects("rate_limits", LimitStanding::read),
        json.objectOrNull("quota", QuotaStanding::read));
  }
}
