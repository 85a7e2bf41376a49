package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.LogStore;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent while it is made. */
class LogStreamsTest {
  private static final int MANY = 100_000;

  private final Store store = InMemoryStore.create(Clock.systemUTC());
  private final AtomicInteger pages = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();
  private TestServer server;
  private JsonNode key;

  @BeforeEach
  void start() {
    server = TestServer.start(watched(), Map.of());
    server.company("acme");
    key = server.key("acme", "followed", "");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The store, and how many pages of the log were read. */
  private Store watched() {
    LogStore log = (LogStore) proxy(LogStore.class, store.log(), (name, result) -> {
      if (name.equals("list")) {
        pages.incrementAndGet();
      }
      return result;
    });
    return (Store) proxy(Store.class, store, (name, result) -> name.equals("log") ? log : result);
  }

  private interface Look {
    Object at(String method, Object result);
  }

  private static Object proxy(Class<?> type, Object working, Look look) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
          try {
            return look.at(method.getName(), method.invoke(working, arguments));
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  private ApiKeyLog row(String endpoint) {
    JsonNode owner = key;
    long now = System.currentTimeMillis();
    UUID id = new UUID((now << 16) | 0x7000, (1L << 63) | ids.incrementAndGet());
    return new ApiKeyLog(
        new LogId(id),
        new ApiKeyId(UUID.fromString(owner.get("id").asText())),
        owner.get("prefix").asText(),
        new CompanyId(UUID.fromString(owner.get("company_id").asText())),
        endpoint,
        "GET",
        null,
        "192.0.2.7",
        "=cmd()",
        null,
        null,
        null,
        null,
        "VALID",
        Instant.ofEpochMilli(now),
        null,
        false);
  }

  private void append(int rows, String endpoint) {
    ApiKeyLog like = row(endpoint);
    List<LogEntry> batch = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      UUID id =
          new UUID(like.id().value().getMostSignificantBits(), (1L << 63) | ids.incrementAndGet());
      batch.add(new LogEntry.Row(new ApiKeyLog(
          new LogId(id),
          like.apiKey(),
          like.prefix(),
          like.company(),
          endpoint,
          "GET",
          null,
          "192.0.2.7",
          "=cmd()",
          null,
          null,
          null,
          null,
          "VALID",
          like.at(),
          null,
          false)));
    }
    assertThat(store.log().append(batch)).isEmpty();
  }

  private Socket ask(String target) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + server.platformKey() + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void exportsManyRowsAndReadsNoFurtherThanTheClientTakesUp() throws IOException {
    append(MANY, "/exported");
    int before = pages.get();
    try (Socket socket = ask("/v1/logs/export?endpoint=/exported")) {
      BufferedReader in = reader(socket);
      assertThat(in.readLine()).contains("200");
      AtomicInteger seen = new AtomicInteger(-1);
      // A client that takes nothing up: the reading of pages comes to rest, far from the end.
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(700))
          .until(() -> seen.getAndSet(pages.get()) == pages.get());
      assertThat(pages.get() - before).isLessThan(MANY / PageRequest.MOST / 2);
      int rows = 0;
      for (String line = in.readLine(); !line.equals("0"); line = in.readLine()) {
        rows += line.startsWith("{\"id\"") ? 1 : 0;
      }
      assertThat(rows).isEqualTo(MANY);
    }
    assertThat(pages.get() - before)
        .isBetween(MANY / PageRequest.MOST, MANY / PageRequest.MOST + 2);
  }

  @Test
  void stopsReadingWhenTheClientGoesAway() throws IOException {
    append(MANY, "/left");
    int before = pages.get();
    try (Socket socket = ask("/v1/logs/export?endpoint=/left")) {
      assertThat(reader(socket).readLine()).contains("200");
    }
    AtomicInteger seen = new AtomicInteger(-1);
    await()
        .pollInterval(Duration.ofMillis(700))
        .until(() -> seen.getAndSet(pages.get()) == pages.get());
    assertThat(pages.get() - before).isLessThan(MANY / PageRequest.MOST / 2);
  }

  @Test
  void exportsCsvWithAHeaderAndWithoutFormulas() {
    append(2, "/table");
    Reply reply = server.get("/v1/logs/export?format=csv&endpoint=/table").expect(200);
    assertThat(reply.header("Content-Type")).contains("text/csv; charset=utf-8");
    List<String> lines = reply.text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("id,at,api_key,prefix,company_id,method,endpoint,");
    assertThat(lines.get(1)).contains(",GET,/table,,,VALID,192.0.2.7,'=cmd(),,");
    server.get("/v1/logs/export?format=xml").expect(400);
  }

  @Test
  void tellsFollowersEachRowThatTheyMaySeeOnce() throws IOException {
    append(1, "/before");
    String stranger = server.holder("acme", "keybearer:read");
    server.company("rival");
    String rival = server.holder("rival", "keybearer:read");
    Set<String> told = new HashSet<>();
    try (Socket socket = ask("/v1/logs/tail?endpoint=/told/*&seconds=20")) {
      BufferedReader in = reader(socket);
      for (String line = in.readLine(); !line.startsWith(": rows"); line = in.readLine()) {
        assertThat(line).doesNotContain("event:");
      }
      append(300, "/told/1");
      append(3, "/other");
      append(1, "/told/last");
      String data = "";
      while (!data.contains("/told/last")) {
        String line = in.readLine();
        if (line.startsWith("data: ")) {
          data = line;
          assertThat(data).doesNotContain("/other");
        }
        if (line.startsWith("id: ")) {
          assertThat(told.add(line)).as(line).isTrue();
        }
      }
    }
    assertThat(told).hasSize(301);
    Reply own = follow(stranger, "/v1/logs/tail?seconds=1&after=" + last(told));
    assertThat(own.text()).contains("/told/last");
    assertThat(follow(rival, "/v1/logs/tail?seconds=1&after=" + last(told)).text())
        .doesNotContain("/told");
  }

  private static String last(Set<String> told) {
    return told.stream()
        .sorted()
        .skip(told.size() - 1L)
        .findFirst()
        .orElseThrow()
        .substring(4);
  }

  private Reply follow(String reader, String path) {
    return server.request("GET", path).key(reader).send().expect(200);
  }

  @Test
  void refusesMoreFollowersThanThereIsRoomForAndLetsOthersInWhenSomeLeave() throws IOException {
    List<Socket> followers = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        Socket follower = ask("/v1/logs/tail?seconds=60");
        followers.add(follower);
        assertThat(reader(follower).readLine()).contains("200");
      }
      server.get("/v1/logs/tail?seconds=1").expect(503, "BUSY");
    } finally {
      for (Socket follower : followers) {
        follower.close();
      }
    }
    await().untilAsserted(() -> server.get("/v1/logs/tail?seconds=1").expect(200));
  }

  @Test
  void endsFollowersWhenTheServerEnds() throws IOException {
    try (Socket socket = ask("/v1/logs/tail")) {
      BufferedReader in = reader(socket);
      assertThat(in.readLine()).contains("200");
      Instant began = Instant.now();
      server.close();
      String line = in.readLine();
      while (line != null && !line.equals("0")) {
        line = in.readLine();
      }
      assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }
  }
}
