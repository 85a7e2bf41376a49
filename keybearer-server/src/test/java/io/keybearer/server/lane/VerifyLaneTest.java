package io.keybearer.server.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.FailingStore;
import io.keybearer.server.KeptConnection;
import io.keybearer.server.KeptConnection.Answer;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verifications on the bytes of a connection, beside the same ones that the general server answers. */
class VerifyLaneTest {
  private static final FailingStore STORE =
      new FailingStore(InMemoryStore.create(Clock.systemUTC()));

  private static TestServer server;
  private static String caller;
  private static String plain;

  @BeforeAll
  static void start() {
    server = TestServer.start(STORE.store(), Map.of("KEYBEARER_MAX_STALENESS", "PT1S"));
    server.company("acme");
    caller = "Authorization: Bearer " + server.platformKey() + "\r\n";
    plain = server.key("acme", "plain", "").get("key").asText();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String request(String fields, String body) {
    return "POST /v1/keys/verify HTTP/1.1\r\nHost: localhost\r\n" + fields
        + "Content-Type: application/json\r\nContent-Length: "
        + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
  }

  private static String named(String id, String body) {
    return request(caller + "X-Request-Id: " + id + "\r\n", body);
  }

  private static String body(String key) {
    return "{\"key\":\"" + key + "\"}";
  }

  private static Answer answer(String request) throws IOException {
    try (KeptConnection connection = new KeptConnection(server.port())) {
      connection.send(request);
      return connection.read();
    }
  }

  /** Without what differs from one request to the next. */
  private static String comparable(Answer answer) {
    Map<String, String> fields = new TreeMap<>(answer.fields());
    fields.remove("content-length");
    // Refused before its body was read, which here always is.
    fields.remove("connection");
    String text = answer.status() + " " + fields + " " + answer.body();
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}", "ID")
        .replaceAll("\"(remaining|reset)\":\\d+", "N")
        .replaceAll(";[rt]=\\d+", ";N");
  }

  private static void assertSame(String fields, String body) throws IOException {
    Answer here = answer(request(fields, body));
    Answer behind = answer(request(fields + "X-Other: 1\r\n", body));
    assertThat(comparable(here)).isEqualTo(comparable(behind));
  }

  @Test
  void answersAsTheServerBehindDoes() throws IOException {
    JsonNode limited = server.key("acme", "limited", ",\"rate_limit\":1000");
    String used = server.key("acme", "used", ",\"rate_limit\":1").get("key").asText();
    answer(request(caller, body(used)));
    String listed = server
        .key("acme", "listed", ",\"allowed_ips\":[\"203.0.113.0/24\"]")
        .get("key")
        .asText();
    for (String body : List.of(
        body(plain),
        body(limited.get("key").asText()),
        body(used),
        body(listed),
        "{\"key\":\"" + listed + "\",\"ip\":\"203.0.113.9\",\"method\":\"GET\"}",
        "{\"key\":\"" + plain + "\",\"scope\":\"admin\"}",
        "{\"key\":\"" + plain + "\",\"permissions\":[\"orders:read\"]}",
        "{\"key\":\"" + plain + "\",\"nobody\":1}",
        "{\"key\":\"" + plain + "\",\"key\":\"x\"}",
        "{\"key\":\"" + plain + "\",\"ip\":\"010.1.1.1\"}",
        "{\"key\":\"\\u0000\"}",
        body("x"),
        body("\u00e9"),
        "{",
        "[]",
        "{}")) {
      assertSame(caller, body);
    }
  }

  @Test
  void letsNobodyInWhomTheServerBehindDoesNot() throws IOException {
    String narrow = server.holder("acme", "keybearer:read");
    String busy = server
        .key("acme", "busy", ",\"rate_limit\":1,\"permissions\":[\"keybearer:verify\"]")
        .get("key")
        .asText();
    String elsewhere = server
        .key(
            "acme",
            "elsewhere",
            ",\"allowed_ips\":[\"203.0.113.7\"],\"permissions\":[\"keybearer:verify\"]")
        .get("key")
        .asText();
    answer(request("X-API-Key: " + busy + "\r\n", body(plain)));
    for (String fields : List.of(
        "Authorization: Basic YTpi\r\n",
        "Authorization: Bearer x\r\n",
        "Authorization: Bearer kb_y_000000000000_" + "0".repeat(49) + "\r\n",
        "Authorization: bearer " + plain + "\r\n",
        "X-API-Key: " + narrow + "\r\n",
        "X-API-Key: " + elsewhere + "\r\nAccept-Language: de\r\n",
        "X-API-Key: " + busy + "\r\nAccept-Language: fr-CH, fr;q=0.9\r\n")) {
      assertSame(fields, body(plain));
    }
  }

  @Test
  void countsLimitsOfCallersAndTellsThem() throws IOException {
    String busy = server
        .key("acme", "counted", ",\"rate_limit\":2,\"permissions\":[\"keybearer:verify\"]")
        .get("key")
        .asText();
    String request = request("X-API-Key: " + busy + "\r\n", body(plain));

    assertThat(answer(request).fields())
        .containsEntry("ratelimit-policy", "\"default\";q=2;w=3600");
    assertThat(answer(request).status()).isEqualTo(200);
    Answer refused = answer(request);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.fields()).containsKey("retry-after");
  }

  @Test
  void keepsOrderAmongRequestsOfBothKinds() throws IOException {
    String cold = server.key("acme", "cold", "").get("key").asText();
    try (KeptConnection connection = new KeptConnection(server.port())) {
      connection.send(named("a", body(plain)) + named("b", body(cold)) + named("c", "{")
          + "GET /v1/self HTTP/1.1\r\nHost: localhost\r\n" + caller + "X-Request-Id: d\r\n\r\n"
          + named("e", body(plain)));

      assertThat(next(connection)).isEqualTo("a 200");
      assertThat(next(connection)).isEqualTo("b 200");
      assertThat(next(connection)).isEqualTo("c 400");
      assertThat(next(connection)).isEqualTo("d 200");
      assertThat(next(connection)).isEqualTo("e 200");
    }
  }

  @Test
  void answersRequestsThatComeInPieces() throws IOException {
    String request = named("p", body(plain));
    for (int first = 1; first < request.length(); first += 23) {
      for (int second = first; second < request.length(); second += 61) {
        try (KeptConnection connection = new KeptConnection(server.port())) {
          connection.send(request.substring(0, first));
          connection.send(request.substring(first, second));
          connection.send(request.substring(second) + named("q", body(plain)));
          assertThat(next(connection)).isEqualTo("p 200");
          assertThat(next(connection)).isEqualTo("q 200");
        }
      }
    }
  }

  @Test
  void takesNoBodyForARequest() throws IOException {
    String inner = named("inner", body(plain));
    try (KeptConnection connection = new KeptConnection(server.port())) {
      connection.send(named("outer", inner) + named("after", body(plain)));
      assertThat(next(connection)).isEqualTo("outer 400");
      assertThat(next(connection)).isEqualTo("after 200");
    }
    try (KeptConnection connection = new KeptConnection(server.port())) {
      String chunked = "POST /v1/keys/verify HTTP/1.1\r\nHost: localhost\r\n" + caller
          + "X-Request-Id: chunked\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(inner.length()) + "\r\n"
          + inner + "\r\n0\r\n\r\n";
      connection.send(chunked + named("after", body(plain)));
      assertThat(next(connection)).isEqualTo("chunked 400");
      assertThat(next(connection)).isEqualTo("after 200");
    }
  }

  @Test
  void answersThatItCannotKnowWithoutTheStore() throws IOException {
    String cold = server.key("acme", "colder", "").get("key").asText();
    STORE.takeDown();
    try {
      assertSame(caller, body(cold));
      assertThat(answer(request(caller, body(cold))).status()).isEqualTo(503);
    } finally {
      STORE.bringBack();
    }
  }

  @Test
  void readsNoMoreFromWhoTakesNoAnswers() throws IOException {
    ByteBuffer one =
        ByteBuffer.wrap(named("slow", body(plain)).getBytes(StandardCharsets.ISO_8859_1));
    try (SocketChannel channel = SocketChannel.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
      channel.configureBlocking(false);
      long sent = 0;
      long stuckSince = System.nanoTime();
      while (System.nanoTime() - stuckSince < 1_000_000_000L && sent < 500_000) {
        if (channel.write(one) > 0) {
          stuckSince = System.nanoTime();
        }
        if (!one.hasRemaining()) {
          one.rewind();
          sent++;
        }
      }
      assertThat(sent).isLessThan(500_000);
      assertThat(answersOn(channel, sent)).isEqualTo(sent);
    }
  }

  @Test
  void answersWhatIsUnderWayBeforeTheServerStops() throws Exception {
    FailingStore slow = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
    TestServer stopping = TestServer.start(slow.store(), Map.of());
    stopping.company("acme");
    String cold = stopping.key("acme", "cold", "").get("key").asText();
    slow.hang("findByLookup");
    try (KeptConnection connection = new KeptConnection(stopping.port())) {
      connection.send(request("X-API-Key: " + stopping.platformKey() + "\r\n", body(cold)));
      await().until(slow::isHanging);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(stopping::close);
      await().until(() -> refuses(stopping.port()));
      slow.letGo();
      assertThat(connection.read().status()).isEqualTo(200);
      assertThat(connection.ends()).isTrue();
      stop.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void closesConnectionsOnWhichNothingIsUnderWayAtOnceWhenTheServerStops() throws Exception {
    TestServer stopping = TestServer.start();
    stopping.company("acme");
    String key = stopping.key("acme", "quick", "").get("key").asText();
    try (KeptConnection connection = new KeptConnection(stopping.port())) {
      connection.send(request("X-API-Key: " + stopping.platformKey() + "\r\n", body(key)));
      assertThat(connection.read().status()).isEqualTo(200);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(stopping::close);
      assertThat(connection.ends()).isTrue();
      // Less than the ten seconds that a server waits for what is under way.
      stop.get(9, TimeUnit.SECONDS);
    }
  }

  private static boolean refuses(int port) {
    try {
      new KeptConnection(port).close();
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  /** Reads until so many answers have begun. */
  private static long answersOn(SocketChannel channel, long expected) throws IOException {
    channel.configureBlocking(true);
    channel.socket().setSoTimeout(20_000);
    byte[] mark = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    long answers = 0;
    int matched = 0;
    while (answers < expected && channel.read(in) >= 0) {
      in.flip();
      while (in.hasRemaining()) {
        byte next = in.get();
        matched = next == mark[matched] ? matched + 1 : next == mark[0] ? 1 : 0;
        if (matched == mark.length) {
          answers++;
          matched = 0;
        }
      }
      in.clear();
    }
    return answers;
  }

  private static String next(KeptConnection connection) throws IOException {
    Answer answer = connection.read();
    return answer.fields().get("x-request-id") + " " + answer.status();
  }
}
