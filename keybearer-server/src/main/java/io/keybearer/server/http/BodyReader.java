package io.keybearer.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/** Reads a body up to its route's bound, chunked or not, within a time. */
final class BodyReader {
  private BodyReader() {}

  /**
   * Reads; exactly one of the two is called, or none when the client goes away.
   *
   * @param patience hangs up on clients that take too long
   * @param done is given the body
   * @param refused is given the reason
   */
  static void read(
      HttpServerRequest request,
      BodyRule rule,
      Patience patience,
      Consumer<Buffer> done,
      Consumer<RuntimeException> refused) {
    rule.checkHeader(
        Fields.line(request, Fields.CONTENT_TYPE),
        Fields.line(request, Fields.CONTENT_ENCODING),
        Fields.line(request, Fields.CONTENT_LENGTH));
    if (request.version() == HttpVersion.HTTP_1_1
        && "100-continue".equalsIgnoreCase(Fields.line(request, Fields.EXPECT))) {
      request.response().writeContinue();
    }
    Buffer body = Buffer.buffer();
    Patience.Waiting waiting = patience.begin(request.connection());
    request.exceptionHandler(gone -> waiting.end());
    request.endHandler(end -> {
      waiting.end();
      done.accept(body);
    });
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= rule.mostBytes()) {
        body.appendBuffer(chunk);
      } else {
        waiting.end();
        refused.accept(rule.tooLarge());
      }
    });
    request.resume();
  }
}
