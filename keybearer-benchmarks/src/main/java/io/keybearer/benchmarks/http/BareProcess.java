package io.keybearer.benchmarks.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bare Vert.x server: reads each request's body, and answers the same bytes each time, those that
 * it finds in a file. As many event loops as Keybearer has, until standard input ends.
 */
final class BareProcess extends VerticleBase {
  private static final int ANY_PORT_SHARED = -1;

  private final List<RecordedAnswer.Field> fields;
  private final Buffer body;
  private final AtomicInteger port;

  private BareProcess(List<RecordedAnswer.Field> fields, Buffer body, AtomicInteger port) {
    this.fields = fields;
    this.body = body;
    this.port = port;
  }

  /** Starts it with the file of the answer. */
  public static void main(String[] arguments) throws IOException {
    RecordedAnswer answer = RecordedAnswer.of(Files.readAllBytes(Path.of(arguments[0])));
    Buffer body = Buffer.buffer(answer.body());
    AtomicInteger port = new AtomicInteger();
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    await(vertx.deployVerticle(
        () -> new BareProcess(answer.fields(), body, port),
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors())));
    System.out.println("A bare handler listens on http://127.0.0.1:" + port.get());
    System.in.transferTo(OutputStream.nullOutputStream());
    await(vertx.close());
  }

  @Override
  public Future<?> start() {
    HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
    return server
        .listen(ANY_PORT_SHARED, "127.0.0.1")
        .onSuccess(listening -> port.set(listening.actualPort()));
  }

  private void answer(HttpServerRequest request) {
    request.bodyHandler(read -> {
      HttpServerResponse response = request.response();
      for (RecordedAnswer.Field field : fields) {
        response.putHeader(field.name(), field.value());
      }
      response.end(body);
    });
  }

  private static void await(Future<?> future) {
    Object ignored = future.toCompletionStage().toCompletableFuture().join();
    if (ignored instanceof Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
