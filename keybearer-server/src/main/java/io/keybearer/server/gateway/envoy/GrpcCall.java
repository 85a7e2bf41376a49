package io.keybearer.server.gateway.envoy;

import io.keybearer.server.http.Incoming;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of a gRPC method. Everything here happens on the call's event loop. */
final class GrpcCall {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcCall.class);

  private final HttpServerRequest request;
  private final Incoming incoming;
  private final Context loop;
  private final IntConsumer ended;
  private boolean over;

  /**
   * Takes a call.
   *
   * @param ended is told the status of gRPC that it ended with
   */
  GrpcCall(HttpServerRequest request, Incoming incoming, Context loop, IntConsumer ended) {
    this.request = request;
    this.incoming = incoming;
    this.loop = loop;
    this.ended = ended;
  }

  /** The request that carries it. */
  Incoming incoming() {
    return incoming;
  }

  /** Waits for more, or goes on. */
  void flow(boolean on) {
    if (request.isEnded()) {
      return;
    }
    if (on) {
      request.resume();
    } else {
      request.pause();
    }
  }

  /**
   * Reads messages.
   *
   * @param longest the most bytes of one
   * @param messages is given each
   * @param end is called after the last
   */
  void read(int longest, Consumer<byte[]> messages, Runnable end) {
    GrpcFrames frames = new GrpcFrames(longest, message -> guarded(() -> messages.accept(message)));
    request.handler(chunk -> guarded(() -> {
      if (!over) {
        frames.take(chunk);
      }
    }));
    request.endHandler(nothing -> guarded(() -> {
      if (!frames.isWhole()) {
        throw new MalformedMessageException();
      }
      end.run();
    }));
    request.exceptionHandler(gone -> over = true);
    request.resume();
  }

  /** Goes on with the result of work elsewhere, on the event loop. */
  <T> void back(Supplier<T> work, Consumer<T> next) {
    try {
      T result = work.get();
      loop.runOnContext(back -> guarded(() -> next.accept(result)));
    } catch (RuntimeException | Error failure) {
      failElsewhere(failure);
    }
  }

  /** Fails, from whatever thread. */
  void failElsewhere(Throwable failure) {
    loop.runOnContext(back -> fail(failure));
  }

  /** Runs a part of the call; what it throws ends the call. */
  void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error failure) {
      fail(failure);
    }
  }

  /** Answers, and ends. */
  void answer(byte[] message) {
    if (over) {
      return;
    }
    over = true;
    HttpServerResponse response = begun();
    response.write(GrpcFrames.framed(message));
    response.putTrailer("grpc-status", "0");
    response.end();
    ended.accept(0);
  }

  /** Ends without an answer. */
  void fail(Throwable failure) {
    if (over) {
      return;
    }
    over = true;
    GrpcException known = GrpcException.of(failure);
    if (known.unforeseen()) {
      LOG.error("call {} failed", incoming.requestId(), failure);
    }
    HttpServerResponse response = begun();
    response.putHeader("grpc-status", Integer.toString(known.status()));
    response.putHeader("grpc-message", encoded(String.valueOf(known.getMessage())));
    response.end();
    flow(true);
    ended.accept(known.status());
  }

  private HttpServerResponse begun() {
    return request.response().setStatusCode(200).putHeader("content-type", "application/grpc");
  }

  /** %-encoded, as gRPC wants messages. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= ' ' && octet <= '~' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format("%%%02X", octet));
      }
    }
    return encoded.toString();
  }
}
