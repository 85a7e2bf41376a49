/**
 * What the request log costs to write: the store's own way, beside the barest there is on the same
 * database, of the same rows into the same table with the same indexes.
 *
 * <p>Runs in this process, over a PostgreSQL and a SQLite file of its own, through the store's public
 * way in. Deliberately absent: keys, verification and HTTP.
 */
@NullMarked
package io.keybearer.benchmarks.log;

import org.jspecify.annotations.NullMarked;
