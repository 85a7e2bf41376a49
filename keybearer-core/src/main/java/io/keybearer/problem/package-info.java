/**
 * What can go wrong, under stable codes, with texts in five languages.
 *
 * <p>A bad <em>key</em> is a result of verification and never lives here; a problem means that a
 * request could not be carried out as asked. May be used by every package; depends on none. Knows
 * no HTTP: an edge turns a {@link ProblemKind} into its own status.
 */
package io.keybearer.problem;
