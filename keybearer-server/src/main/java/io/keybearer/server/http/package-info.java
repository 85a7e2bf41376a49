/**
 * The HTTP ground: one declared table of routes, who may call each, and everything that holds for
 * all of them alike: strict addresses and bodies, credentials, preconditions, limits, problems,
 * security fields, bodies made while they are sent, the way to the database's threads and back.
 *
 * <p>Used by the packages that declare routes. Knows Vert.x and the verdict on callers. Deliberately
 * absent: what any single route does, and JSON.
 */
@NullMarked
package io.keybearer.server.http;

import org.jspecify.annotations.NullMarked;
