/**
 * Verdicts of a Keybearer server elsewhere, through its client: remembered for a moment, and what
 * holds while it does not answer.
 *
 * <p>{@code RemoteVerifier} is the door; it takes the place of the engine. Deliberately absent:
 * remembered denials, so that a new key works at once, and remembered verdicts on keys with limits,
 * which only the server can count.
 */
@NullMarked
package io.keybearer.spring.remote;

import org.jspecify.annotations.NullMarked;
