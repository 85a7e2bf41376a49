package io.keybearer.server.gateway.envoy;

import io.keybearer.RequestLog;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.server.gateway.GatewayChecks;
import io.keybearer.server.http.Incoming;
import io.keybearer.server.http.RequestObserver;
import io.keybearer.server.http.StoreThreads;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The gRPC services of the server, on the port that everything else is on. Safe for concurrent use. */
public final class GrpcServices implements Handler<HttpServerRequest> {
  private static final String MEDIA_TYPE = "application/grpc";

  private final Map<String, Method> methods;
  private final RequestObserver observer;
  private final TimeOrderedIds ids;
  private final LongSupplier nanoTime;

  /** Gathers the services. */
  public GrpcServices(
      GatewayChecks checks,
      RequestLog log,
      StoreThreads threads,
      RequestObserver observer,
      TimeOrderedIds ids,
      LongSupplier nanoTime) {
    this.methods = Map.of(
        AuthorizationService.PATH, new AuthorizationService(checks, threads),
        AccessLogService.PATH, new AccessLogService(checks, log, threads));
    this.observer = observer;
    this.ids = ids;
    this.nanoTime = nanoTime;
  }

  /** A method of a service. */
  interface Method {
    /** Begins a call, whose messages have not been read. */
    void begin(GrpcCall call);
  }

  /** Whether a request is a call of gRPC. */
  public static boolean isCall(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return false;
    }
    String type = request.headers().get(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith(MEDIA_TYPE);
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    long startedAt = nanoTime.getAsLong();
    String path = request.path();
    Method method = request.method().equals(HttpMethod.POST) ? methods.get(path) : null;
    Context loop = Objects.requireNonNull(Vertx.currentContext());
    IntConsumer ended =
        status -> ended(method == null ? null : path, status, nanoTime.getAsLong() - startedAt);
    GrpcCall call =
        new GrpcCall(request, new Incoming(request, ids.next().toString()), loop, ended);
    call.guarded(() -> {
      if (method == null) {
        throw new GrpcException(GrpcException.UNIMPLEMENTED, "there is no such method");
      }
      method.begin(call);
    });
  }

  /** As HTTP would have it, so that one metric speaks of all. */
  private void ended(@Nullable String path, int status, long nanos) {
    int http = switch (status) {
      case 0 -> 200;
      case GrpcException.INVALID_ARGUMENT -> 400;
      case GrpcException.UNAUTHENTICATED -> 401;
      case GrpcException.PERMISSION_DENIED -> 403;
      case GrpcException.RESOURCE_EXHAUSTED -> 429;
      case GrpcException.UNIMPLEMENTED -> 404;
      case GrpcException.UNAVAILABLE -> 503;
      default -> 500;
    };
    observer.answered("POST", path == null ? "none" : path, http, nanos);
  }
}
