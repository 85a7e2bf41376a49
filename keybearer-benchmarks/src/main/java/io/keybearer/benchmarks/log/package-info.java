/**
 * What the request log costs to write: into the store, its own way beside the barest there is on the
 * same database, of the same rows into the same table with the same indexes; and into the spool, beside
 * the same bytes alone.
 *
 * <p>Runs in this process, over a PostgreSQL and a SQLite file of its own, through the public ways in of
 * the store and of the log's writer. Deliberately absent: keys, verification and HTTP.
 */
@NullMarked
package io.keybearer.benchmarks.log;

import org.jspecify.annotations.NullMarked;
