package io.keybearer.server.gateway.envoy;

/** Bytes that are no message of the expected kind. */
final class MalformedMessageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedMessageException() {
    super("expected a message in the encoding of Protocol Buffers");
  }
}
