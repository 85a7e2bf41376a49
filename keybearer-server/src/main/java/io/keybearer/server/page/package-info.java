/**
 * The contract and the page to browse it, all from this server's own files.
 *
 * <p>Used by the server's start. Deliberately absent: anything from another host; the pages' content
 * security policy forbids it.
 */
@NullMarked
package io.keybearer.server.page;

import org.jspecify.annotations.NullMarked;
