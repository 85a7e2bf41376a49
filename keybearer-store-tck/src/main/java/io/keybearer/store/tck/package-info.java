/**
 * The store contract: what every {@link io.keybearer.store.Store} must do, as JUnit tests. A
 * store's author extends {@link io.keybearer.store.tck.StoreContract} once for each store and runs
 * the whole of it; the parts may be run one by one while a store is being written.
 *
 * <p>Uses the public types of core alone. Deliberately absent: what one kind of store does besides
 * (schemas, migrations, crashes), which its own module tests.
 */
@NullMarked
package io.keybearer.store.tck;

import org.jspecify.annotations.NullMarked;
