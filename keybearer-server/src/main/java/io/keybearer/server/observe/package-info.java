/**
 * What operators see from outside: health and metrics.
 *
 * <p>Used by the server's start. Depends on the engine, the HTTP ground and Micrometer. Deliberately
 * absent: anything that names a key, a prefix or a company.
 */
@NullMarked
package io.keybearer.server.observe;

import org.jspecify.annotations.NullMarked;
