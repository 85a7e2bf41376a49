/**
 * Verifications answered on the bytes of a connection. A request to verify a key that looks as nearly
 * all of them do is read, judged and answered before the general HTTP server sees it; everything else
 * goes to that server as it came. Nothing is decided here: rooms {@code http} and {@code rest} say who
 * may come in, how a body is read and what is answered. Only {@code io.keybearer.server} uses this.
 */
@NullMarked
package io.keybearer.server.lane;

import org.jspecify.annotations.NullMarked;
