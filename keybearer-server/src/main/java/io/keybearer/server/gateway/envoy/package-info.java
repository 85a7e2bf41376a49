/**
 * What Envoy calls over gRPC: {@code envoy.service.auth.v3.Authorization/Check} for verdicts, {@code
 * envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs} to complete the rows of the log.
 *
 * <p>Reads and writes the few messages that it needs by hand, each against the published definition;
 * the end-to-end tests hold them to the classes that are generated from it. Deliberately absent:
 * every other service, compression, and a library of gRPC.
 */
@NullMarked
package io.keybearer.server.gateway.envoy;

import org.jspecify.annotations.NullMarked;
