package io.keybearer.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that gives the answers it was told, in order, and remembers what was asked. */
final class LoopbackServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private interface Reaction {
    void to(HttpExchange exchange) throws IOException;
  }

  record Received(String method, String target, Map<String, List<String>> headers, String body) {
    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? "" : values.get(0);
    }
  }

  LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Received> received() {
    return received;
  }

  LoopbackServer answers(int status, String json, String... headers) {
    reactions.add(exchange -> {
      exchange
          .getResponseHeaders()
          .set("Content-Type", status < 400 ? "application/json" : "application/problem+json");
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    });
    return this;
  }

  /** Begins to answer, and hangs up before the end. */
  LoopbackServer breaksOff(String beginning) {
    reactions.add(exchange -> {
      byte[] body = beginning.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length + 1L);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
    });
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(new Received(
          exchange.getRequestMethod(),
          exchange.getRequestURI().toString(),
          exchange.getRequestHeaders(),
          body));
      Reaction reaction = reactions.poll();
      if (reaction == null) {
        throw new IllegalStateException("one request more than expected");
      }
      reaction.to(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
