package io.keybearer.server.http;

/** A body that is made while it is sent. */
@FunctionalInterface
public interface Streaming {
  /** Begins to send, on the event loop, after the head of the answer; must not wait. */
  void begin(Outlet outlet);
}
