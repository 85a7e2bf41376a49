package io.keybearer.limit.redis;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What all counters of a limiter have in common.
 *
 * @param nanoTime the monotonic clock of this process
 * @param nodes how many processes share the limits, at least 1
 * @param patienceNanos how long a request waits for Redis at most
 */
record Sharing(
    RedisLink link,
    Scripts scripts,
    String keyPrefix,
    LongSupplier nanoTime,
    IntSupplier nodes,
    long patienceNanos) {}
