package io.keybearer.server;

import io.keybearer.server.gateway.envoy.GrpcServices;
import io.keybearer.server.http.Dispatcher;
import io.keybearer.server.lane.LaneTerms;
import io.keybearer.server.lane.LaneTransport;
import io.keybearer.server.settings.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.transport.Transport;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The open port: one event loop for each processor, all of them behind the same address. */
final class Listener {
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADER = 16 * 1024;
  private static final int MOST_STREAMS = 1_000;
  private static final int IDLE_SECONDS = 60;
  private static final long FAREWELL_SECONDS = 10;

  /** What Vert.x takes for one random port shared by all event loops. */
  private static final int ANY_PORT = -1;

  private final LaneTransport transport;
  private final Vertx vertx;
  private volatile int port;

  Listener() {
    Transport best = Transport.nativeTransport();
    transport =
        new LaneTransport(best != null && best.available() ? best : Transport.NIO, IDLE_SECONDS);
    vertx = Vertx.builder()
        .with(new VertxOptions()
            .setFileSystemOptions(new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false)))
        .withTransport(transport)
        .build();
  }

  Vertx vertx() {
    return vertx;
  }

  /**
   * Opens the port.
   *
   * @param lanes what answers usual verifications before the dispatcher sees them
   * @throws ServerStartException when it cannot be opened
   */
  void open(Settings settings, Dispatcher dispatcher, GrpcServices services, LaneTerms lanes) {
    transport.open(lanes);
    HttpServerOptions options = new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port() == 0 ? ANY_PORT : settings.port())
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(MOST_HEADER)
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(new Http2Settings()
            .setMaxConcurrentStreams(MOST_STREAMS)
            .setMaxHeaderListSize(MOST_HEADER))
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setStrictThreadMode(true);
    int loops = Runtime.getRuntime().availableProcessors();
    try {
      await(vertx.deployVerticle(
          () -> new Loop(options, dispatcher, services),
          new DeploymentOptions().setInstances(loops)));
    } catch (CompletionException failure) {
      String reason =
          String.valueOf(failure.getCause() == null ? null : failure.getCause().getMessage());
      throw new ServerStartException(
          "expected to listen on " + settings.host() + ":" + settings.port() + ", but: " + reason,
          failure);
    }
  }

  int port() {
    return port;
  }

  /** Stops to listen, lets requests come to their end, and ends the event loops. */
  void close() {
    transport.close();
    await(vertx.close());
  }

  private static <T> void await(Future<T> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  /** One event loop's part of the port. */
  private final class Loop extends VerticleBase {
    private final HttpServerOptions options;
    private final Dispatcher dispatcher;
    private final GrpcServices services;
    private @Nullable HttpServer server;

    Loop(HttpServerOptions options, Dispatcher dispatcher, GrpcServices services) {
      this.services = services;
      this.options = options;
      this.dispatcher = dispatcher;
    }

    @Override
    public Future<?> start() {
      HttpServer made = vertx
          .createHttpServer(options)
          .requestHandler(this::handle)
          .invalidRequestHandler(dispatcher::refuseUnreadable);
      server = made;
      return made.listen().onSuccess(listening -> port = listening.actualPort());
    }

    private void handle(HttpServerRequest request) {
      if (GrpcServices.isCall(request)) {
        services.handle(request);
      } else {
        dispatcher.handle(request);
      }
    }

    @Override
    public Future<?> stop() {
      HttpServer open = server;
      return open == null
          ? Future.succeededFuture()
          : open.shutdown(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
  }
}
