package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.FailingStore;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import io.keybearer.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who revokes learns how far that has come, and can wait until every node knows. */
class PropagationTest {
  private static final NodeId OTHER = new NodeId(new UUID(0, 7));

  private final FailingStore failing = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private final Store store = failing.store();
  private final AtomicInteger names = new AtomicInteger();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(
        store, Map.of("KEYBEARER_DATABASE_CONNECTIONS", "1", "KEYBEARER_NODE_NAME", "here"));
    server.company("acme");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsWhoIsAloneThatEverybodyKnows() {
    Reply reply = revoke("", "{\"reason\":\"leaked\"}").expect(200);

    assertThat(reply.json().get("revoked_reason").asText()).isEqualTo("leaked");
    assertThat(counts(reply)).isEqualTo("true 1/1 fenced 0");
    assertThat(propagation(reply).get("sequence").asLong()).isEqualTo(head());
    assertThat(reply.header("X-Keybearer-Sequence")).contains(Long.toString(head()));
  }

  @Test
  void tellsHowManyKnowWithoutWaiting() {
    anotherNode(Duration.ofHours(1), 0);

    assertThat(counts(revoke("", "").expect(200))).isEqualTo("false 1/2 fenced 0");
  }

  @Test
  void waitsForTheOtherNodeAndHoldsUpNobody() {
    anotherNode(Duration.ofHours(1), 0);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replies.add(later(() -> revoke("?wait=all&wait_seconds=30", "")));
    }
    // One thread serves the database, and all of them wait.
    await().until(() -> revoked() == 8);
    server.get("/v1/companies").expect(200);
    assertThat(replies).noneMatch(CompletableFuture::isDone);

    anotherNode(Duration.ofHours(1), head());

    assertThat(replies.stream().map(CompletableFuture::join).map(PropagationTest::counts))
        .containsOnly("true 2/2 fenced 0");
  }

  @Test
  void saysSoWhenTheTimeIsOver() {
    anotherNode(Duration.ofHours(1), 0);

    assertThat(counts(revoke("?wait=all&wait_seconds=1", "").expect(200)))
        .isEqualTo("false 1/2 fenced 0");
  }

  @Test
  void waitsForNoNodeThatIsFenced() {
    anotherNode(Duration.ofMillis(200), 0);

    assertThat(counts(revoke("?wait=all", "").expect(200))).isEqualTo("true 1/1 fenced 1");
  }

  @Test
  void tellsOfASecondRevocationHowFarTheFirstHasCome() {
    String id = key();
    long first = propagation(act(id, "")).get("sequence").asLong();
    key();
    Reply second = act(id, "?wait=all").expect(200);

    assertThat(counts(second)).isEqualTo("true 1/1 fenced 0");
    assertThat(propagation(second).get("sequence").asLong()).isEqualTo(first + 1);
  }

  @Test
  void tellsAReplayAnewHowFarItHasCome() {
    String id = key();
    Reply first = replayed(id, "").expect(200);
    anotherNode(Duration.ofHours(1), 0);
    Reply second = replayed(id, "?wait=all&wait_seconds=1").expect(200);

    assertThat(counts(first)).isEqualTo("true 1/1 fenced 0");
    assertThat(counts(second)).isEqualTo("false 1/2 fenced 0");
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(second.json().get("revoked_at")).isEqualTo(first.json().get("revoked_at"));
  }

  @Test
  void refusesToWaitInOtherWays() {
    String id = key();
    assertThat(act(id, "?wait=some").expect(400).errors()).containsExactly("wait UNKNOWN_VALUE");
    assertThat(act(id, "?wait=").expect(400).errors()).containsExactly("wait UNKNOWN_VALUE");
    for (String seconds : List.of("0", "31", "1.5", "-1", "x", "")) {
      assertThat(act(id, "?wait=all&wait_seconds=" + seconds).expect(400).errors())
          .containsExactly("wait_seconds OUT_OF_RANGE");
    }
    assertThat(act(id, "?wait_seconds=5").expect(400).errors())
        .containsExactly("wait_seconds NOT_ALLOWED");
    assertThat(server.get("/v1/keys/" + id).json().get("revoked").asBoolean()).isFalse();
  }

  @Test
  void tellsThatItIsNotKnownWhenTheStoreFallsSilentAfterTheCommit() {
    String id = key();
    failing.hideNodes();
    Reply reply = act(id, "?wait=all").expect(200);

    assertThat(reply.json().get("revoked").asBoolean()).isTrue();
    assertThat(counts(reply)).isEqualTo("false null/null fenced null");
  }

  @Test
  void answersWhoWaitsWhenTheServerStops() {
    anotherNode(Duration.ofHours(1), 0);
    CompletableFuture<Reply> waiting = later(() -> revoke("?wait=all&wait_seconds=30", ""));
    await().until(() -> revoked() == 1);
    await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());

    server.close();

    assertThat(counts(waiting.join().expect(200))).isEqualTo("false 1/2 fenced 0");
  }

  @Test
  void tellsOfEveryChangeByItsNumber() {
    String id = key();
    anotherNode(Duration.ofHours(1), 0);
    List<Supplier<Reply>> changes = List.of(
        () -> server.post("/v1/keys/" + id + "/disable", "{}"),
        () -> change("PATCH", "/v1/keys/" + id, "{\"scope\":\"read\"}"),
        () -> change("PATCH", "/v1/keys/" + id, "{\"allowed_ips\":[\"192.0.2.7\"]}"),
        () -> change("PUT", "/v1/companies/acme/owners/ann", "{\"active\":false}"),
        () -> change("PATCH", "/v1/companies/acme", "{\"status\":\"suspended\"}"));
    for (Supplier<Reply> change : changes) {
      String sequence = change.get().expect(200).header("X-Keybearer-Sequence").orElseThrow();
      assertThat(sequence).isEqualTo(Long.toString(head()));
      String path = "/v1/changes/" + sequence;
      assertThat(counts(server.get(path).expect(200).json())).isEqualTo("false 1/2 fenced 0");
      CompletableFuture<Reply> waiting = later(() -> server.get(path + "?wait=all"));
      anotherNode(Duration.ofHours(1), head());
      assertThat(counts(waiting.join().expect(200).json())).isEqualTo("true 2/2 fenced 0");
    }
    for (String never : List.of("0", "-1", "x", "01", "1000000", "99999999999999999999")) {
      server.get("/v1/changes/" + never).expect(404, "NOT_FOUND");
    }
  }

  @Test
  void listsTheNodesForThePlatformAlone() {
    anotherNode(Duration.ofMillis(1), 1);
    String holder = server.holder("acme", "keybearer:read", "keybearer:keys");

    Reply reply =
        await().until(() -> server.get("/v1/nodes").expect(200), r -> r.text().contains("fenced"));

    assertThat(reply.json().get("sequence").asLong()).isEqualTo(head());
    JsonNode other = reply.json().get("items").get(0);
    assertThat(other.get("id").asText()).isEqualTo(OTHER.toString());
    assertThat(other.get("name").asText()).isEqualTo("there");
    assertThat(other.get("state").asText()).isEqualTo("fenced");
    assertThat(other.get("applied").asLong()).isEqualTo(1);
    assertThat(other.get("behind").asLong()).isEqualTo(head() - 1);
    assertThat(other.get("max_staleness").asText()).isEqualTo("PT0.001S");
    JsonNode self = reply.json().get("items").get(1);
    assertThat(self.get("self").asBoolean()).isTrue();
    assertThat(self.get("name").asText()).isEqualTo("here");
    assertThat(self.get("state").asText()).isEqualTo("live");
    server.request("GET", "/v1/nodes").key(holder).send().expect(403, "PLATFORM_ONLY");
    assertThat(counts(server
            .request("POST", "/v1/keys/" + key() + "/revoke")
            .key(holder)
            .send()
            .expect(200)))
        .startsWith("true 1/1");
  }

  @Test
  void metersTheLagOfEveryNode() {
    anotherNode(Duration.ofHours(1), 0);
    String other = "{name=\"there\",node=\"" + OTHER + "\",self=\"false\"} ";

    String metrics = await()
        .until(
            () -> server.get("/metrics").expect(200).text(),
            // The counts are refreshed before the lines of single nodes are there.
            text -> text.contains("keybearer_nodes{state=\"live\"} 2.0")
                && text.contains("keybearer_node_behind" + other)
                && text.contains("keybearer_node_lag_seconds" + other));

    assertThat(metrics)
        .contains("keybearer_nodes{state=\"fenced\"} 0.0")
        .contains("keybearer_node_behind" + other + head() + ".0")
        .containsPattern(
            "keybearer_node_lag_seconds\\{name=\"here\",node=\"[-0-9a-f]+\",self=\"true\"} 0\\.0")
        .containsPattern("keybearer_node_lag_seconds\\" + other + "(0\\.[0-9]*[1-9]|[1-9])")
        .contains("keybearer_feed_applied " + head() + ".0")
        .contains("keybearer_feed_channel_up 1.0")
        .containsPattern("keybearer_feed_age_seconds 0\\.[0-9]+");

    store.removeNode(OTHER);
    await().until(() -> !server.get("/metrics").text().contains(OTHER.toString()));
  }

  private String key() {
    return server.key("acme", "key " + names.incrementAndGet(), "").get("id").asText();
  }

  private Reply revoke(String query, String json) {
    String id = key();
    TestServer.Request request = server.request("POST", "/v1/keys/" + id + "/revoke" + query);
    return (json.isEmpty() ? request : request.json(json)).send();
  }

  private Reply change(String method, String path, String json) {
    return server.request(method, path).json(json).send();
  }

  private Reply act(String id, String query) {
    return server.request("POST", "/v1/keys/" + id + "/revoke" + query).send();
  }

  private Reply replayed(String id, String query) {
    return server
        .request("POST", "/v1/keys/" + id + "/revoke" + query)
        .header("Idempotency-Key", "once")
        .json("{}")
        .send();
  }

  private int revoked() {
    return server.get("/v1/keys?status=revoked").json().get("items").size();
  }

  private long head() {
    return store.readFeed(0, 1).head();
  }

  private void anotherNode(Duration maxStaleness, long applied) {
    UUID epoch = store.readFeed(0, 1).epoch();
    store.beat(new NodeBeat(OTHER, "there", maxStaleness, epoch, applied));
  }

  private static CompletableFuture<Reply> later(Supplier<Reply> request) {
    return CompletableFuture.supplyAsync(request, work -> new Thread(work).start());
  }

  private static JsonNode propagation(Reply reply) {
    return reply.json().get("propagation");
  }

  private static String counts(Reply reply) {
    return counts(propagation(reply));
  }

  private static String counts(JsonNode propagation) {
    return propagation.get("complete").asText()
        + " "
        + propagation.get("applied_nodes").asText()
        + "/"
        + propagation.get("live_nodes").asText()
        + " fenced "
        + propagation.get("fenced_nodes").asText();
  }
}
