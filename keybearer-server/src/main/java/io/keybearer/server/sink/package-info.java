/**
 * The request log in files, beside the database, for those who keep logs elsewhere. May use {@code
 * rest} for how a row is written. Deliberately absent: sending it anywhere; there are programs for
 * that, which follow files.
 */
@NullMarked
package io.keybearer.server.sink;

import org.jspecify.annotations.NullMarked;
