/**
 * From a key's text and a request to a verdict.
 *
 * <p>{@link io.keybearer.verification.Verifier} gives verdicts, {@link
 * io.keybearer.verification.Explainer} says what they would be and why, by the same rules.
 *
 * <p>The path does no I/O for what is in memory, and takes no lock that a change could hold. A bad
 * key is a {@link Verification}; an exception means that we could not answer. Deliberately absent:
 * changing keys (see {@code lifecycle}), HTTP.
 */
package io.keybearer.verification;
