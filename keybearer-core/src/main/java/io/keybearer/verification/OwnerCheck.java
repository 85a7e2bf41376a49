package io.keybearer.verification;

import io.keybearer.key.CompanyId;

/**
 * Says whether the owner of keys is still active, for applications that know their users themselves.
 * Asked on a thread of its own, never during a verification whose answer is still known; see {@link
 * OwnerStandings}. Must be safe for concurrent use.
 */
@FunctionalInterface
public interface OwnerCheck {
  /**
   * Whether the owner's keys are honoured. What it throws is no answer: requests with keys of this
   * owner cannot be judged then, and are neither accepted nor denied.
   *
   * @param company whose owner
   * @param user the owner's id, as keys of type {@code user} have it
   */
  boolean isActive(CompanyId company, String user);
}
