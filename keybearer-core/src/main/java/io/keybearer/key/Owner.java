package io.keybearer.key;

import java.time.Instant;

/**
 * A person or account in the customer's own system, known here by its id alone. An owner never
 * mentioned is active.
 *
 * @param company whose owner
 * @param user the customer's id for it, 1–255 characters
 * @param active whether keys of type {@code user} that name it are honoured
 * @param updatedAt when that was last said
 */
public record Owner(CompanyId company, String user, boolean active, Instant updatedAt) {}
