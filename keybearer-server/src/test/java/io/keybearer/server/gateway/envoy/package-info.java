@org.jspecify.annotations.NullMarked
package io.keybearer.server.gateway.envoy;
