package io.keybearer.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;

/** Reads a body up to its route's bound, chunked or not, within a time. */
final class BodyReader {
  private final BodyRule rule;
  private final Patience.Waiting waiting;
  private final Consumer<RuntimeException> refused;
  private Buffer body = Buffer.buffer();

  private BodyReader(BodyRule rule, Patience.Waiting waiting, Consumer<RuntimeException> refused) {
    this.rule = rule;
    this.waiting = waiting;
    this.refused = refused;
  }

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
    BodyReader reader = new BodyReader(rule, patience.begin(request.connection()), refused);
    request.exceptionHandler(gone -> reader.waiting.end());
    request.endHandler(end -> {
      reader.waiting.end();
      done.accept(reader.body);
    });
    request.handler(reader::take);
    request.resume();
  }

  private void take(Buffer chunk) {
    if (body.length() + chunk.length() > rule.mostBytes()) {
      waiting.end();
      refused.accept(rule.tooLarge());
    } else {
      // Most bodies come in one piece, which need not be copied.
      body = body.length() == 0 ? chunk : body.appendBuffer(chunk);
    }
  }
}
