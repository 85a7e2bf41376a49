package io.keybearer.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/** Reads a body up to its route's bound, chunked or not, within a time. */
final class BodyReader {
  private static final long PATIENCE_MILLIS = 30_000;

  private BodyReader() {}

  /**
   * Reads; exactly one of the two is called, or none when the client goes away.
   *
   * @param done is given the body
   * @param refused is given the reason
   */
  static void read(
      HttpServerRequest request,
      BodyRule rule,
      Vertx vertx,
      Consumer<Buffer> done,
      Consumer<RuntimeException> refused) {
    rule.checkHeader(
        request.getHeader("Content-Type"),
        request.getHeader("Content-Encoding"),
        request.getHeader("Content-Length"));
    if (request.version() == HttpVersion.HTTP_1_1
        && "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    long timer = vertx.setTimer(PATIENCE_MILLIS, late -> request.connection().close());
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.endHandler(end -> {
      vertx.cancelTimer(timer);
      done.accept(body);
    });
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= rule.mostBytes()) {
        body.appendBuffer(chunk);
      } else {
        vertx.cancelTimer(timer);
        refused.accept(rule.tooLarge());
      }
    });
    request.resume();
  }
}
