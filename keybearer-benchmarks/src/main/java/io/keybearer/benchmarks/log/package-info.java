/**
 * What it costs to take rows of the log to the disk.
 *
 * <p>Runs in this process, through the log writer's public way in. Deliberately absent: verification
 * and databases.
 */
@NullMarked
package io.keybearer.benchmarks.log;

import org.jspecify.annotations.NullMarked;
