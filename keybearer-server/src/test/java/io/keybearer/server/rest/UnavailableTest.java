package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keybearer.server.FailingStore;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that cannot answer is a 503: never a denial, never an acceptance. */
class UnavailableTest {
  private final FailingStore store = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(
        store.store(),
        Map.of("KEYBEARER_MAX_STALENESS", "PT1S", "KEYBEARER_DATABASE_CONNECTIONS", "1"));
    server.company("acme");
  }

  @AfterEach
  void stop() {
    store.letGo();
    store.bringBack();
    server.close();
  }

  @Test
  void answersUnavailableWhenTheDatabaseIs() {
    store.takeDown();

    Reply reply =
        await().until(() -> server.request("GET", "/v1/companies").send(), r -> r.status() == 503);

    assertThat(reply.expect(503, "STORE_UNAVAILABLE").header("Retry-After")).contains("1");
    assertThat(reply.text()).doesNotContain("secret-of-the-driver").doesNotContain("Exception");
  }

  @Test
  void isNotReadyAndAlive() {
    server.get("/healthz/ready").expect(200);
    store.takeDown();

    await().untilAsserted(() -> server.get("/healthz/ready").expect(503));
    server.get("/healthz/live").expect(200);
    store.bringBack();
    await().untilAsserted(() -> server.get("/healthz/ready").expect(200));
  }

  @Test
  void verifiesFromMemoryOnlyWhileFresh() {
    String key = server.key("acme", "cached", "").get("key").asText();
    String json = "{\"key\":\"" + key + "\"}";
    server.post("/v1/keys/verify", json).expect(200);
    store.takeDown();

    await()
        .untilAsserted(() -> server.post("/v1/keys/verify", json).expect(503, "STORE_UNAVAILABLE"));
    store.bringBack();
    await().untilAsserted(() -> server.post("/v1/keys/verify", json).expect(200));
  }

  @Test
  void refusesMoreThanCanWait() {
    // Until the feed has told this node of its own first key again, its caller may be forgotten.
    await().during(Duration.ofMillis(250)).until(this::verifies);
    store.hangLists();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      replies.add(CompletableFuture.supplyAsync(
          () -> server.get("/v1/companies"), work -> new Thread(work).start()));
    }
    await().until(() -> replies.stream().anyMatch(reply -> reply.isDone()));
    Reply refused = replies.stream()
        .filter(CompletableFuture::isDone)
        .findFirst()
        .orElseThrow()
        .join();

    assertThat(refused.expect(503, "BUSY").header("Retry-After")).contains("1");
    assertThat(verifies()).isTrue();
    store.letGo();
    assertThat(replies.stream().map(CompletableFuture::join).map(Reply::status))
        .containsOnly(200, 503);
  }

  private boolean verifies() {
    return server.post("/v1/keys/verify", "{\"key\":\"from memory\"}").status() == 200;
  }
}
