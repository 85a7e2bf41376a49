/**
 * Endpoints at which the users of an application look after their own keys, off unless switched on.
 *
 * <p>{@code SelfServiceEndpoint} answers requests, {@code OwnKeys} does what one user may do, within
 * a {@code Grant}. Deliberately absent: anything about keys of others, and any mapping of JSON onto
 * types.
 */
@NullMarked
package io.keybearer.spring.selfservice;

import org.jspecify.annotations.NullMarked;
