package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/**
 * Servers that share their rate limits over a Redis. A busy machine may answer too late now and then,
 * so what must not be accepted is asserted, and what must be is awaited.
 */
class RedisLimitsTest {
  private static final String PASSWORD = "canary-of-redis";

  private final int port = freePort();
  private RedisServer redis = started();

  @AfterEach
  void stop() throws IOException {
    redis.stop();
  }

  private RedisServer started() {
    try {
      RedisServer server = RedisServer.newRedisServer()
          .port(port)
          .bind("127.0.0.1")
          .setting("save \"\"")
          .setting("requirepass " + PASSWORD)
          .build();
      server.start();
      return server;
    } catch (IOException failure) {
      throw new IllegalStateException("Redis does not start", failure);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new IllegalStateException("no port is free", failure);
    }
  }

  private TestServer server(Store store, String failurePolicy) {
    return TestServer.start(
        store,
        Map.of(
            "KEYBEARER_REDIS_URL",
            "redis://:" + PASSWORD + "@127.0.0.1:" + port,
            "KEYBEARER_REDIS_FAILURE",
            failurePolicy));
  }

  private static String verdict(TestServer server, String caller, String key) {
    return server
        .request("POST", "/v1/keys/verify")
        .key(caller)
        .json("{\"key\":\"" + key + "\"}")
        .send()
        .expect(200)
        .json()
        .get("code")
        .asText();
  }

  private static void awaitAccepted(TestServer server, String caller, String key, int times) {
    for (int i = 0; i < times; i++) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> verdict(server, caller, key).equals("VALID"));
    }
  }

  private static JsonNode health(TestServer server) {
    return server.get("/healthz/ready").expect(200).json();
  }

  private static void awaitRedis(TestServer server, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> health(server).get("redis").asText().equals(state));
  }

  @Test
  void nodesShareOneLimit() {
    Store store = InMemoryStore.create(Clock.systemUTC());
    try (TestServer first = server(store, "deny");
        TestServer second = server(store, "deny")) {
      String caller = first.platformKey();
      first.company("acme");
      String key = first
          .key("acme", "limited", ",\"rate_limit\":10,\"rate_limit_window\":86400")
          .get("key")
          .asText();

      awaitAccepted(first, caller, key, 6);
      awaitAccepted(second, caller, key, 4);

      for (int i = 0; i < 10; i++) {
        assertThat(verdict(first, caller, key)).isEqualTo("RATE_LIMITED");
        assertThat(verdict(second, caller, key)).isEqualTo("RATE_LIMITED");
      }
    }
  }

  @Test
  void verifiesAndIsReadyWhileRedisIsGone() throws IOException {
    try (TestServer server = server(InMemoryStore.create(Clock.systemUTC()), "deny")) {
      String caller = server.platformKey();
      server.company("acme");
      String free = server.key("acme", "free", "").get("key").asText();
      String limited =
          server.key("acme", "limited", ",\"rate_limit\":10").get("key").asText();
      awaitRedis(server, "up");
      awaitAccepted(server, caller, limited, 1);

      redis.stop();
      awaitRedis(server, "down");
      assertThat(verdict(server, caller, free)).isEqualTo("VALID");
      assertThat(verdict(server, caller, limited)).isEqualTo("RATE_LIMITED");
      assertThat(server.get("/metrics").expect(200).text())
          .contains("keybearer_limit_shared 0.0")
          .containsPattern("keybearer_limit_unshared_total [1-9]")
          .containsPattern("keybearer_limit_round_trips_total [1-9]");

      redis = started();
      awaitRedis(server, "up");
      awaitAccepted(server, caller, limited, 1);
      assertThat(server.get("/metrics").expect(200).text()).contains("keybearer_limit_shared 1.0");
    }
  }

  @Test
  void saysNothingOfRedisWithoutOne() {
    try (TestServer server = TestServer.start()) {
      assertThat(health(server).has("redis")).isFalse();
      assertThat(server.get("/metrics").expect(200).text()).doesNotContain("keybearer_limit_");
    }
  }

  @Test
  void keepsThePasswordToItself() throws IOException {
    PrintStream standardError = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    try (TestServer server = server(InMemoryStore.create(Clock.systemUTC()), "local")) {
      awaitRedis(server, "up");
      redis.stop();
      awaitRedis(server, "down");
      said.append(server.printed())
          .append(server.get("/healthz/ready").text())
          .append(server.get("/metrics").text());
    } finally {
      System.setErr(standardError);
    }
    said.append(logged.toString(StandardCharsets.UTF_8));
    assertThat(said.toString()).doesNotContain("canary");
  }
}
