package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.FailingStore;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyBatchTest {
  private static final String BATCH = "/v1/keys/verify/batch";

  private final FailingStore store = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(
        store.store(),
        Map.of("KEYBEARER_MAX_STALENESS", "PT5M", "KEYBEARER_DATABASE_CONNECTIONS", "1"));
    server.company("acme");
    server.company("rival");
  }

  @AfterEach
  void stop() {
    store.letGo();
    store.bringBack();
    server.close();
  }

  private String key(String name, String more) {
    return server.key("acme", name, more).get("key").asText();
  }

  private static String item(String key, String more) {
    return "{\"key\":\"" + key + "\"" + more + "}";
  }

  private static String batch(String... items) {
    return "{\"items\":[" + String.join(",", items) + "]}";
  }

  private List<JsonNode> verify(String... items) {
    List<JsonNode> answers = new ArrayList<>();
    server.post(BATCH, batch(items)).expect(200).json().get("items").forEach(answers::add);
    return answers;
  }

  private static List<String> codes(List<JsonNode> answers) {
    return answers.stream()
        .map(answer -> answer.has("problem")
            ? "problem " + answer.get("problem").get("code").asText()
            : answer.get("code").asText())
        .toList();
  }

  @Test
  void answersEachItemInItsPlaceAsIfAskedAlone() {
    String plain = key("plain", "");
    String homely = key("homely", ",\"allowed_ips\":[\"192.0.2.7\"]");
    String counted = key("counted", ",\"quota\":5,\"quota_period\":\"day\"");

    List<JsonNode> answers = verify(
        item(plain, ""),
        item("unknown", ""),
        item(homely, ",\"ip\":\"192.0.2.8\""),
        item(counted, ""),
        item(homely, ",\"ip\":\"192.0.2.7\""),
        item(plain, ",\"scope\":\"admin\""));

    assertThat(codes(answers))
        .containsExactly("VALID", "NOT_FOUND", "IP_DENIED", "VALID", "VALID", "INSUFFICIENT_SCOPE");
    assertThat(answers.get(2).get("rule").asText()).isEqualTo("allowed_ips");
    assertThat(answers.get(3).get("rate_limit").get("remaining").asLong()).isEqualTo(4);
    JsonNode alone = server.post("/v1/keys/verify", item("unknown", "")).json();
    assertThat(answers.get(1)).isEqualTo(alone);
  }

  @Test
  void takesLimitsItemByItemAndMakesARowForEach() {
    JsonNode limited =
        server.key("acme", "limited", ",\"rate_limit\":3,\"rate_limit_window\":9999");
    String text = limited.get("key").asText();

    List<JsonNode> answers = verify(
        item(text, ""), item(text, ",\"cost\":2"), item(text, ""), item(text, ",\"cost\":0"));

    assertThat(codes(answers)).containsExactly("VALID", "VALID", "RATE_LIMITED", "VALID");
    assertThat(answers.get(1).get("rate_limit").get("remaining").asLong()).isZero();
    List<String> ids =
        answers.stream().map(answer -> answer.get("log_id").asText()).toList();
    assertThat(ids).doesNotHaveDuplicates();
    String rows = "/v1/logs?api_key=" + limited.get("id").asText();
    await().untilAsserted(() -> assertThat(server.get(rows).json().get("items")).hasSize(4));
    Reply receipt =
        server.post("/v1/logs", "[{\"log_id\":\"" + ids.get(2) + "\",\"status_code\":429}]");
    assertThat(receipt.expect(200).json().get("accepted").asInt()).isOne();
  }

  @Test
  void takesAThousandAndNoMore() {
    String text = key("many", "");
    String[] items = Collections.nCopies(
            1_000,
            item(
                text,
                ",\"ip\":\"2001:db8:1111:2222:3333:4444:5555:6666\",\"method\":\"DELETE\","
                    + "\"endpoint\":\"/orders/0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05/items/7?x=y\","
                    + "\"referer\":\"https://shop.example.com/" + "a".repeat(200) + "\","
                    + "\"user_agent\":\"" + "Mozilla/5.0 ".repeat(15) + "\","
                    + "\"permissions\":[]"))
        .toArray(new String[0]);
    assertThat(codes(verify(items))).hasSize(1_000).containsOnly("VALID");

    String[] more = Collections.nCopies(1_001, item("x", "")).toArray(new String[0]);
    assertThat(server.post(BATCH, batch(more)).expect(400).errors())
        .containsExactly("items TOO_MANY");
    assertThat(server.post(BATCH, batch()).expect(400).errors()).containsExactly("items REQUIRED");
    assertThat(server.post(BATCH, "{}").expect(400).errors()).containsExactly("items REQUIRED");
    assertThat(server.post(BATCH, "{\"items\":{}}").expect(400).errors())
        .containsExactly("items WRONG_TYPE");
  }

  @Test
  void refusesMalformedItemsTogetherAndVerifiesNone() {
    JsonNode limited = server.key("acme", "spared", ",\"rate_limit\":1,\"rate_limit_window\":9999");
    String text = limited.get("key").asText();

    Reply reply = server.post(
        BATCH,
        batch(
            item(text, ""),
            item("x", ",\"ip\":\"1.2.3\""),
            "7",
            "{\"method\":\"\",\"colour\":1}",
            item("x", ",\"permissions\":[\"x\",\"!\"],\"cost\":-1")));

    assertThat(reply.expect(400, "INVALID_REQUEST").errors())
        .containsExactlyInAnyOrder(
            "items[1].ip ADDRESS_INVALID",
            "items[2] WRONG_TYPE",
            "items[3].key REQUIRED",
            "items[3].method WRONG_LENGTH",
            "items[3].colour UNKNOWN_MEMBER",
            "items[4].permissions[1] PERMISSION_INVALID",
            "items[4].cost OUT_OF_RANGE");
    assertThat(codes(verify(item(text, "")))).containsExactly("VALID");
  }

  @Test
  void aCostThatCannotBePaidIsTheProblemOfItsItemAlone() {
    String small = key("small", ",\"rate_limit\":2,\"rate_limit_window\":9999");
    String quota = key("quota", ",\"quota\":2,\"quota_period\":\"day\"");

    List<JsonNode> answers =
        verify(item(small, ""), item(small, ",\"cost\":3"), item(quota, ",\"cost\":3"));

    assertThat(codes(answers))
        .containsExactly("VALID", "problem INVALID_REQUEST", "problem INVALID_REQUEST");
    JsonNode problem = answers.get(2).get("problem");
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("errors").get(0).get("path").asText()).isEqualTo("items[2].cost");
    assertThat(problem.get("errors").get(0).get("code").asText()).isEqualTo("COST_OUT_OF_RANGE");
    assertThat(answers.get(2).has("valid")).isFalse();
  }

  @Test
  void answersFromMemoryWhatItCanWhenTheDatabaseIsAway() {
    String held = key("held", ",\"rate_limit\":5,\"rate_limit_window\":9999");
    String quota = key("counted", ",\"quota\":5,\"quota_period\":\"day\"");
    String never = key("never asked for", "");
    settle();
    verify(item(held, ""));
    store.takeDown();

    List<JsonNode> answers =
        verify(item(quota, ""), item(held, ""), item(never, ""), item("x", ""));

    assertThat(codes(answers))
        .containsExactly(
            "problem STORE_UNAVAILABLE", "VALID", "problem STORE_UNAVAILABLE", "NOT_FOUND");
    assertThat(answers.get(0).get("problem").get("status").asInt()).isEqualTo(503);
    assertThat(answers.get(0).toString()).doesNotContain("secret-of-the-driver");
    assertThat(answers.get(1).get("rate_limit").get("remaining").asLong()).isEqualTo(3);
    Reply none = server.post(BATCH, batch(item(quota, ""), item(never, "")));
    assertThat(none.expect(503, "STORE_UNAVAILABLE").header("Retry-After")).contains("1");
    store.bringBack();
    assertThat(codes(verify(item(quota, ""), item(never, "")))).containsExactly("VALID", "VALID");
  }

  @Test
  void answersFromMemoryWhatItCanWhenNoThreadIsFree() {
    String held = key("kept", "");
    String quota = key("metered", ",\"quota\":5,\"quota_period\":\"day\"");
    settle();
    verify(item(held, ""), item(quota, ""));
    store.hangLists();
    List<CompletableFuture<Reply>> waiting = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      waiting.add(CompletableFuture.supplyAsync(
          () -> server.get("/v1/companies"), work -> new Thread(work).start()));
    }
    await().until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));

    List<JsonNode> answers = verify(item(held, ""), item(quota, ""));
    Reply none = server.post(BATCH, batch(item(quota, "")));

    assertThat(codes(answers)).containsExactly("VALID", "problem BUSY");
    none.expect(503, "BUSY");
    store.letGo();
    waiting.forEach(CompletableFuture::join);
  }

  /** Until the feed has told this node of its own changes again, what is in memory is not believed. */
  private void settle() {
    await().during(Duration.ofMillis(250)).until(() -> {
      verify(item("nobody", ""));
      return true;
    });
  }

  @Test
  void isForVerifiersAndHidesKeysOfOtherCompanies() {
    String ours = key("hidden", "");
    String rival = server.holder("rival", "keybearer:verify");
    Reply reply =
        server.request("POST", BATCH).key(rival).json(batch(item(ours, ""))).send();
    assertThat(reply.expect(200).json().get("items").get(0).get("code").asText())
        .isEqualTo("NOT_FOUND");
    server
        .request("POST", BATCH)
        .key(server.holder("acme", "keybearer:keys"))
        .json(batch(item(ours, "")))
        .send()
        .expect(403, "PERMISSION_MISSING");
  }

  @Test
  void countsAsOneForTheCallersOwnLimit() {
    String caller = server.post("/v1/keys", """
                {"name": "frugal", "type": "system", "scope": "read", "rate_limit": 1,
                 "rate_limit_window": 9999, "permissions": ["keybearer:verify"]}
                """).expect(201).json().get("key").asText();
    server
        .request("POST", BATCH)
        .key(caller)
        .json(batch(item("x", ""), item("y", "")))
        .send()
        .expect(200);
    server
        .request("POST", BATCH)
        .key(caller)
        .json(batch(item("x", "")))
        .send()
        .expect(429, "RATE_LIMITED");
  }
}
