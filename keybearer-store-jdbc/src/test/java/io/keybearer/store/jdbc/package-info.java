/** The store contract on both databases, and what they do besides. */
@NullMarked
package io.keybearer.store.jdbc;

import org.jspecify.annotations.NullMarked;
