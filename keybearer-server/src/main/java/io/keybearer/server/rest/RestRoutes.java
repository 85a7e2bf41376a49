package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.server.http.Route;
import io.keybearer.server.http.Streams;
import java.util.ArrayList;
import java.util.List;

/** Every route under {@code /v1}. */
public final class RestRoutes {
  private RestRoutes() {}

  /**
   * The routes over this engine.
   *
   * @param streams end when these do
   */
  public static List<Route> of(Keybearer keybearer, Streams streams) {
    Writes writes = new Writes(keybearer);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CompanyRoutes(keybearer, writes).routes());
    routes.addAll(new KeyRoutes(keybearer, writes).routes());
    routes.addAll(new KeyActions(keybearer, writes).routes());
    routes.addAll(new VerifyRoute(keybearer).routes());
    routes.addAll(new VerifyBatchRoute(keybearer).routes());
    routes.addAll(new ExplainRoute(keybearer).routes());
    routes.addAll(new NodeRoutes(keybearer.membership()).routes());
    routes.addAll(new SelfRoute(keybearer).routes());
    routes.addAll(new LogRoutes(keybearer).routes());
    routes.addAll(new LogTailRoute(keybearer, streams).routes());
    routes.addAll(new LogExportRoute(keybearer, streams).routes());
    routes.addAll(new UsageRoutes(keybearer).routes());
    return List.copyOf(routes);
  }
}
