/**
 * How much keys are used: requests counted by minute, hour and day, and how long they took, kept up
 * to date from the batches of the request log.
 *
 * <p>Used by stores, which keep the counters, and by whoever shows them. Deliberately absent: reading
 * the log's rows; what is counted comes with each batch.
 */
@NullMarked
package io.keybearer.usage;

import org.jspecify.annotations.NullMarked;
