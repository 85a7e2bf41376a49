/**
 * How much a key may be used: rates, refilled evenly, and quotas, counted by the calendar.
 *
 * <p>{@link io.keybearer.limit.RateLimiter} is the door, with one implementation for a single
 * process here. May be used by verification and by limiters that share counters between nodes.
 * Deliberately absent: the wall clock in rates (their time is monotonic), the counting of quotas,
 * and any knowledge of keys; a counter is just a name.
 */
package io.keybearer.limit;
