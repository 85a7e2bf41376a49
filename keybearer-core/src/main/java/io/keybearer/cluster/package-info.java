/**
 * How one node keeps up with what every other node commits: the store's clock carried forward, and
 * the change feed followed.
 *
 * <p>Used by the engine. Deliberately absent: what is remembered (see {@code verification}) and how
 * changes are written (see {@code store}).
 */
package io.keybearer.cluster;
