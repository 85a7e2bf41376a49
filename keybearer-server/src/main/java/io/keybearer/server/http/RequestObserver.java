package io.keybearer.server.http;

/** Hears of every request that was answered, on the event loop; must not wait. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * Hears of one.
   *
   * @param method the HTTP method, or {@code OTHER}
   * @param route the template of its path; {@code none} where there is no route
   * @param status what was answered
   * @param nanos from its header to its answer
   */
  void answered(String method, String route, int status, long nanos);
}
