package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LogsTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.company("acme");
    server.company("rival");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode rows(String query) {
    return server.get("/v1/logs?" + query).expect(200).json().get("items");
  }

  private static JsonNode awaitRows(String query, int count) {
    await().untilAsserted(() -> assertThat(rows(query)).hasSize(count));
    return rows(query);
  }

  @Test
  void makesRowOfEachVerificationAndCompletesItOnce() {
    JsonNode key = server.key("acme", "logged", "");
    String id = key.get("id").asText();
    String verify = "{\"key\":\""
        + key.get("key").asText()
        + "\",\"ip\":\"192.0.2.7\",\"method\":\"GET\",\"endpoint\":\"/orders/7?q=1\","
        + "\"user_agent\":\"curl/8\",\"referer\":\"https://example.com/a?b#c\"}";
    String logId = server.post("/v1/keys/verify", verify).json().get("log_id").asText();

    JsonNode row = awaitRows("api_key=" + id, 1).get(0);
    assertThat(row.get("id").asText()).isEqualTo(logId);
    assertThat(row.get("endpoint").asText()).isEqualTo("/orders/7");
    assertThat(row.get("referer").asText()).isEqualTo("https://example.com/a");
    assertThat(row.get("outcome").asText()).isEqualTo("VALID");
    assertThat(row.get("status_code").isNull()).isTrue();

    String report = "[{\"log_id\":\"" + logId + "\",\"status_code\":201,\"execution_time\":12.5}]";
    JsonNode receipt = server.post("/v1/logs", report).expect(200).json();
    assertThat(receipt.get("accepted").asInt()).isEqualTo(1);
    assertThat(receipt.get("ids").get(0).asText()).isEqualTo(logId);
    JsonNode completed = rows("api_key=" + id).get(0);
    assertThat(completed.get("status_code").asInt()).isEqualTo(201);
    assertThat(completed.get("execution_time").asDouble()).isEqualTo(12.5);
    JsonNode again = server.post("/v1/logs", report).expect(200).json();
    assertThat(again.toString())
        .isEqualTo(
            "{\"accepted\":0,\"rejected\":[{\"index\":0,\"code\":\"NOT_FOUND\"}],\"payloads_dropped\":[],\"ids\":[null]}");
  }

  @Test
  void takesReportsAsLines() {
    String id = server.key("acme", "lines", "").get("id").asText();
    String line =
        "{\"api_key\":\"" + id + "\",\"method\":\"GET\",\"endpoint\":\"/a\",\"status_code\":%d,"
            + "\"at\":\"2026-05-05T00:00:00Z\"}\n";

    JsonNode receipt = server
        .request("POST", "/v1/logs")
        .header("Content-Type", "application/x-ndjson")
        .text(line.formatted(200) + line.formatted(404) + "\n")
        .send()
        .expect(200)
        .json();

    assertThat(receipt.get("accepted").asInt()).isEqualTo(2);
    assertThat(rows("api_key=" + id + "&status=4xx")).hasSize(1);
    assertThat(rows("api_key=" + id + "&status=200&method=get&endpoint=/a")).hasSize(1);
    assertThat(rows("api_key=" + id + "&from=2026-05-05T00:00:00Z&until=2026-05-05T00:00:01Z"))
        .hasSize(2);
    assertThat(rows("api_key=" + id + "&outcome=REVOKED")).isEmpty();
  }

  @Test
  void rejectsReportsOfKeysOutOfReachAndTakesTheRest() {
    String own = server.key("acme", "mine", "").get("id").asText();
    String other = server.key("rival", "theirs", "").get("id").asText();
    String reporter = server.holder("acme", "keybearer:logs");

    JsonNode receipt = server
        .request("POST", "/v1/logs")
        .key(reporter)
        .json("[{\"api_key\":\"" + other + "\"},{\"api_key\":\"" + own + "\"}]")
        .send()
        .expect(200)
        .json();

    assertThat(receipt.get("accepted").asInt()).isEqualTo(1);
    assertThat(receipt.get("rejected").get(0).get("index").asInt()).isZero();
    assertThat(rows("api_key=" + other)).isEmpty();
  }

  @Test
  void refusesWrongReportsAllTogether() {
    String id = server.key("acme", "wrong", "").get("id").asText();

    Reply reply = server.post(
        "/v1/logs",
        "[{\"api_key\":\"" + id + "\",\"request_data\":7},{\"status_code\":99},5,"
            + "{\"log_id\":\"zz\",\"execution_time\":-1,\"api_key\":\"" + id + "\"}]");

    assertThat(reply.expect(400, "INVALID_REQUEST").errors())
        .containsExactlyInAnyOrder(
            "[0].request_data WRONG_TYPE",
            "[1].status_code OUT_OF_RANGE",
            "[1].api_key REQUIRED",
            "[2] WRONG_TYPE",
            "[3].log_id WRONG_FORM",
            "[3].execution_time OUT_OF_RANGE",
            "[3].api_key UNKNOWN_MEMBER");
    assertThat(server.post("/v1/logs", "{}").expect(400).errors())
        .containsExactly("body WRONG_TYPE");
    assertThat(rows("api_key=" + id)).isEmpty();
  }

  @Test
  void takesThousandReportsAndNoMore() {
    String id = server.key("acme", "many", "").get("id").asText();
    String report = "{\"api_key\":\"" + id + "\",\"endpoint\":\"/many\"}";
    String thousand =
        IntStream.range(0, 1000).mapToObj(i -> report).collect(Collectors.joining(",", "[", "]"));

    JsonNode receipt = server.post("/v1/logs", thousand).expect(200).json();

    assertThat(receipt.get("accepted").asInt()).isEqualTo(1000);
    assertThat(receipt.get("ids")).hasSize(1000);
    server.post("/v1/logs", thousand.replaceFirst("]$", "," + report + "]")).expect(400);
    server.post("/v1/logs", "[\"" + "a".repeat(1024 * 1024) + "\"]").expect(413, "BODY_TOO_LARGE");
    assertThat(server.post("/v1/logs", "[]").expect(200).json().get("accepted").asInt())
        .isZero();
  }

  @Test
  void showsCompanysRowsToItsHolderAlone() {
    String own = server.key("acme", "seen", "").get("id").asText();
    String other = server.key("rival", "unseen", "").get("id").asText();
    server.post("/v1/logs", "[{\"api_key\":\"" + own + "\"},{\"api_key\":\"" + other + "\"}]");
    String reader = server.holder("acme", "keybearer:read");

    assertThat(asked(reader, "api_key=" + own)).hasSize(1);
    assertThat(asked(reader, "api_key=" + other)).isEmpty();
    server.request("GET", "/v1/logs?company=rival").key(reader).send().expect(404, "NOT_FOUND");
  }

  private static JsonNode asked(String key, String query) {
    return server
        .request("GET", "/v1/logs?" + query)
        .key(key)
        .send()
        .expect(200)
        .json()
        .get("items");
  }

  @Test
  void logsRequestsMadeHereWithStatusAndTime() {
    JsonNode key = server.key("acme", "visitor", "");
    String id = key.get("id").asText();
    server
        .request("GET", "/v1/keys?limit=5")
        .key(key.get("key").asText())
        .header("User-Agent", "visitor/1")
        .send()
        .expect(403, "PERMISSION_MISSING");

    await()
        .untilAsserted(() -> assertThat(rows("api_key=" + id + "&status=403"))
            .as("completed row")
            .hasSize(1));
    JsonNode row = rows("api_key=" + id).get(0);
    assertThat(row.get("endpoint").asText()).isEqualTo("/v1/keys");
    assertThat(row.get("method").asText()).isEqualTo("GET");
    assertThat(row.get("user_agent").asText()).isEqualTo("visitor/1");
    assertThat(row.get("ip_address").asText()).isEqualTo("127.0.0.1");
    assertThat(row.get("execution_time").asDouble()).isPositive();
  }

  @Test
  void reportsAllWrongParametersTogether() {
    Reply reply = server.get(
        "/v1/logs?api_key=1&outcome=GOOD&status=9xx&method=G%20T&ip_address=01.2.3.4&from=x");

    assertThat(reply.expect(400).errors())
        .containsExactlyInAnyOrder(
            "api_key WRONG_FORM",
            "outcome UNKNOWN_VALUE",
            "status WRONG_FORM",
            "method WRONG_FORM",
            "ip_address ADDRESS_INVALID",
            "from WRONG_FORM");
  }
}
