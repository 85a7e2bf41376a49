/**
 * The routes of the REST contract ({@code openapi.yaml}): what each reads, does and answers. Every
 * record of the domain has its own writer of JSON here; none is serialised as it is.
 *
 * <p>Used by the server's start. Depends on the engine, the HTTP ground and JSON. Deliberately
 * absent: rules. What may be done, and what is wrong with a field, the engine says.
 */
@NullMarked
package io.keybearer.server.rest;

import org.jspecify.annotations.NullMarked;
