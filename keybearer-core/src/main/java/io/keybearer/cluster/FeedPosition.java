package io.keybearer.cluster;

import java.util.UUID;

/**
 * How far a change feed has been applied.
 *
 * @param epoch which feed
 * @param applied the number of the last change that was applied, with all before it
 */
public record FeedPosition(UUID epoch, long applied) {}
