package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n";
  private static final int MOST_MILLIS = 10_000;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final Patience patience = new Patience(vertx, this::now);
  private int port;

  private long now() {
    asked.incrementAndGet();
    return now.get();
  }

  @BeforeEach
  void open() {
    HttpServer server = vertx.createHttpServer().requestHandler(request -> {
      request.pause();
      BodyReader.read(
          request,
          BodyRule.json(),
          patience,
          body -> request.response().end(body),
          refused -> request.response().setStatusCode(413).end());
      begun.incrementAndGet();
    });
    port = server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void hangsUpOnBodyThatTakesTooLong() throws IOException {
    try (Socket late = connect();
        Socket later = connect()) {
      send(late, HEAD + "bo");
      awaitWaiting(1);
      now.addAndGet(Duration.ofSeconds(20).toNanos());
      send(later, HEAD + "bo");
      awaitWaiting(2);

      now.addAndGet(Duration.ofSeconds(11).toNanos());

      assertThat(late.getInputStream().read()).isEqualTo(-1);
      send(later, "dy");
      assertThat(answer(later)).endsWith("body");
    }
  }

  @Test
  void waitsForSlowBodyWithinItsTime() throws IOException {
    try (Socket slow = connect()) {
      send(slow, HEAD + "bo");
      awaitWaiting(1);
      now.addAndGet(Duration.ofSeconds(29).toNanos());
      int looks = asked.get();
      await().until(() -> asked.get() > looks + 1);
      send(slow, "dy");

      assertThat(answer(slow)).endsWith("body");
    }
  }

  @Test
  void forgetsBodiesThatHaveCome() throws IOException {
    try (Socket quick = connect()) {
      send(quick, HEAD + "body");
      assertThat(answer(quick)).endsWith("body");
      now.addAndGet(Duration.ofSeconds(31).toNanos());
      int looks = asked.get();
      await().until(() -> asked.get() > looks);
      send(quick, HEAD + "more");

      assertThat(answer(quick)).endsWith("more");
    }
  }

  private void awaitWaiting(int bodies) {
    await().until(() -> begun.get() == bodies);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(MOST_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** One answer with a body of four bytes. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    int end = -1;
    while (end < 0 || text.length() < end + 8) {
      int next = in.read();
      if (next < 0) {
        return text + "<closed>";
      }
      text.append((char) next);
      end = text.indexOf("\r\n\r\n");
    }
    return text.toString();
  }
}
