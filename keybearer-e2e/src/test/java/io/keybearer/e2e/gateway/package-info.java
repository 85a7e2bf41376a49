/** Services behind real gateways, and Envoy's calls as Envoy makes them. */
@NullMarked
package io.keybearer.e2e.gateway;

import org.jspecify.annotations.NullMarked;
