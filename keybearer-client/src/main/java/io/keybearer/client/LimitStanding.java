package io.keybearer.client;

/**
 * What is left of one limit.
 *
 * @param name {@code default} for {@code rate_limit}
 * @param limit accepted requests a window
 * @param window seconds
 * @param remaining how many would be accepted right now
 * @param reset seconds until it is full again
 * @param retryAfter seconds until the next is accepted; 0 when one is now
 */
public record LimitStanding(
    String name, long limit, long window, long remaining, long reset, long retryAfter) {
  static LimitStanding read(JsonMembers json) {
    return new LimitStanding(
        json.text("name"),
        json.number("limit"),
        json.number("window"),
        json.number("remaining"),
        json.number("reset"),
        json.number("retry_after"));
  }
}
