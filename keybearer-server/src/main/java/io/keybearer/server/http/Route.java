package io.keybearer.server.http;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * One operation of the server, declared.
 *
 * @param method how it is asked for; a HEAD is answered as a GET without its body
 * @param path the form of its address
 * @param requirement what a caller must show; there is no default
 * @param parameters the query parameters it knows
 * @param body the bodies it takes
 * @param handler what it does
 * @param callerRow whether a request makes a log row of the caller's key when it is let in
 */
public record Route(
    HttpMethod method,
    PathTemplate path,
    Requirement requirement,
    Set<String> parameters,
    BodyRule body,
    Handler handler,
    boolean callerRow) {
  /** Copies the parameters. */
  public Route {
    parameters = Set.copyOf(parameters);
  }

  /** An operation that reads. */
  public static Route get(
      String path, Requirement requirement, Set<String> parameters, Handler handler) {
    return new Route(
        HttpMethod.GET,
        PathTemplate.of(path),
        requirement,
        parameters,
        BodyRule.none(),
        handler,
        true);
  }

  /** An operation with a body. */
  public static Route of(
      HttpMethod method, String path, Requirement requirement, BodyRule body, Handler handler) {
    return new Route(method, PathTemplate.of(path), requirement, Set.of(), body, handler, true);
  }

  /** The same with query parameters. */
  public Route withParameters(Set<String> known) {
    return new Route(method, path, requirement, known, body, handler, callerRow);
  }

  /**
   * The same without rows of its callers: for what callers do about the requests of others, whose
   * rows it makes or completes.
   */
  public Route withoutCallerRow() {
    return new Route(method, path, requirement, parameters, body, handler, false);
  }

  /** How the operation is named in metrics and logs: {@code GET /v1/keys/{id}}. */
  public String label() {
    return method.name() + " " + path;
  }
}
