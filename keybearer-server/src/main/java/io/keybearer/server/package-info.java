/**
 * The server as one thing: started, stopped, its database migrated, its first key made.
 *
 * <p>Used by the command line and by tests. Deliberately absent: everything else, which stands in
 * the packages below.
 */
@NullMarked
package io.keybearer.server;

import org.jspecify.annotations.NullMarked;
