/**
 * The service-provider interface of stores, the records that cross it, and the in-memory store.
 *
 * <p>Used by the engine and implemented by store modules. Deliberately absent: rules of the life
 * cycle (see {@code lifecycle}), caching (see {@code verification}), SQL.
 */
package io.keybearer.store;
