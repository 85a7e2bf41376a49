/**
 * What limits that are shared over Redis cost: a take through leases, beside a take that is a round
 * trip.
 *
 * <p>Runs in this process, over a Redis of its own or one that is named, through the limiter's public
 * way in. Deliberately absent: keys, stores and HTTP.
 */
@NullMarked
package io.keybearer.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
