package io.keybearer.key;

import java.time.Instant;

/**
 * Who keys belong to.
 *
 * @param id never changes
 * @param slug a short name for people and addresses, {@code [a-z0-9-]}, 1–63 characters, unique
 * @param name 1–100 characters
 * @param status whether its keys are honoured
 * @param rules what it demands of its keys
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param version counts changes, from 1
 */
public record Company(
    CompanyId id,
    String slug,
    String name,
    CompanyStatus status,
    CompanyRules rules,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
