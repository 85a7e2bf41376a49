package io.keybearer.server.observe;

import io.keybearer.limit.redis.RedisRateLimiter;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The routes of health, for everybody, and of metrics, for the platform. */
public final class ObservationRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private ObservationRoutes() {}

  /**
   * Makes the routes.
   *
   * @param ready whether verifications can be answered
   * @param limits the limits that are shared over Redis, if any; whatever becomes of Redis, the
   *     server is ready
   */
  public static List<Route> of(
      BooleanSupplier ready, Optional<RedisRateLimiter> limits, ServerMetrics metrics) {
    return List.of(
        Route.get(
            "/healthz/live",
            Requirement.open(),
            Set.of(),
            Handler.atOnce(call -> health(true, Optional.empty()))),
        Route.get(
            "/healthz/ready",
            Requirement.open(),
            Set.of(),
            Handler.atOnce(call -> health(ready.getAsBoolean(), limits))),
        Route.get(
            "/metrics",
            Requirement.platformHolding(ReservedPermission.READ),
            Set.of(),
            call -> Answer.text(200, PROMETHEUS, metrics.text())));
  }

  private static Answer health(boolean up, Optional<RedisRateLimiter> limits) {
    return Answer.json(up ? 200 : 503, JsonWriter.object(json -> {
      json.text("status", state(up));
      limits.ifPresent(shared -> json.text("redis", state(shared.isShared())));
    }));
  }

  private static String state(boolean up) {
    return up ? "up" : "down";
  }
}
