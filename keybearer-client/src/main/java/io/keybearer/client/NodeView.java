package io.keybearer.client;

import java.time.Duration;
import java.time.Instant;

/**
 * A node: an engine, of a server or an application, that shares the database.
 *
 * @param id new with every start
 * @param name what its operator calls it; may be empty
 * @param self whether it is the one that answered
 * @param state {@code live} or {@code fenced}
 * @param applied the number of the last change that it is known to have applied
 * @param behind how many changes it is not yet known to have applied
 * @param lagSeconds how long the first of them has been committed
 * @param maxStaleness how long it believes its memory without a look at the changes
 * @param startedAt when it was seen first
 * @param seenAt when it was seen last
 */
public record NodeView(
    String id,
    String name,
    boolean self,
    String state,
    long applied,
    long behind,
    double lagSeconds,
    Duration maxStaleness,
    Instant startedAt,
    Instant seenAt) {
  static NodeView read(JsonMembers json) {
    return new NodeView(
        json.text("id"),
        json.text("name"),
        json.flag("self"),
        json.text("state"),
        json.number("applied"),
        json.number("behind"),
        json.decimal("lag_seconds"),
        json.duration("max_staleness"),
        json.instant("started_at"),
        json.instant("seen_at"));
  }
}
