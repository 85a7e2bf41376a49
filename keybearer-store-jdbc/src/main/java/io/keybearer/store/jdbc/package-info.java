/**
 * The store on SQLite and PostgreSQL: plain JDBC, the same SQL for both wherever they agree, and
 * the migrations that make the tables.
 *
 * <p>Used by whoever opens an engine: an application, the server, the command line. The doors are
 * {@link io.keybearer.store.jdbc.JdbcStore}, {@link io.keybearer.store.jdbc.ConnectionPools} for
 * those without pools of their own, and {@link io.keybearer.store.jdbc.SchemaMigration}.
 * Deliberately absent: an object mapper, SQL made from input, a default for unknown databases.
 */
@NullMarked
package io.keybearer.store.jdbc;

import org.jspecify.annotations.NullMarked;
