/**
 * What gateways ask before they let a request through to a service that knows nothing of keys: nginx
 * ({@code auth_request}), Caddy and Traefik (forward auth), Envoy (ext_authz). Each proves itself with
 * a key of its own, tells of the original request, and is told the verdict and who the key's holder
 * is.
 *
 * <p>Used by the server that puts its routes together. Knows the engine and the HTTP ground.
 * Deliberately absent: proxying, and any word of a client on what its request needs.
 */
@NullMarked
package io.keybearer.server.gateway;

import org.jspecify.annotations.NullMarked;
