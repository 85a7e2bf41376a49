package io.keybearer.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a key. There is at most one for each key, and nothing takes it back.
 *
 * @param at when
 * @param by who, as {@code created_by} names callers
 * @param reason why, 1–500 characters, where one was given
 */
public record Revocation(Instant at, String by, @Nullable String reason) {}
