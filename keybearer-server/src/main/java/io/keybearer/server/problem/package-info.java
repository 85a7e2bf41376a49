/**
 * What only a server can find wrong with a request, and how any problem becomes an {@code
 * application/problem+json} answer (RFC 9457) in the reader's language.
 *
 * <p>Used by every other package of the server. Knows no route and no socket. Deliberately absent:
 * causes; what went wrong inside stays in the log under the request's id.
 */
@NullMarked
package io.keybearer.server.problem;

import org.jspecify.annotations.NullMarked;
