package io.keybearer.e2e.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that knows nothing of keys, and remembers whatever reaches it. */
final class Service implements AutoCloseable {
  /** A request as it arrived. */
  record Arrived(String method, String target, Headers headers, int bodyBytes) {
    /** The lines of a field. */
    List<String> lines(String name) {
      return Objects.requireNonNullElse(headers.get(name), List.of());
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

  Service() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The next request that has arrived. */
  Arrived next() throws InterruptedException {
    Arrived next = arrived.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing arrived at the service");
    }
    return next;
  }

  /** Forgets what has arrived. */
  void forget() {
    arrived.clear();
  }

  /** Whether nothing has arrived that nobody has looked at. */
  boolean heardNothing() {
    return arrived.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int length = exchange.getRequestBody().readAllBytes().length;
    arrived.add(new Arrived(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        exchange.getRequestHeaders(),
        length));
    int status = exchange.getRequestURI().getPath().equals("/forbidden") ? 403 : 202;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
