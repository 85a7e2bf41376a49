package io.keybearer.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as the store knows it. All times are the store's.
 *
 * @param beat what it said last
 * @param startedAt when it said something for the first time
 * @param beatAt when it said the last
 * @param waitingSince when the first change was committed that it had not applied by then; null when
 *     there is none, when it follows another epoch, or when that row of the feed is trimmed
 */
public record Node(
    NodeBeat beat,
    Instant startedAt,
    Instant beatAt,
    @Nullable Instant waitingSince) {}
