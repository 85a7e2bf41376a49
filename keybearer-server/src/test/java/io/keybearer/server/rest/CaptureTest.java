package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Payloads by way of the server, and what it stores of addresses. */
class CaptureTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(
        InMemoryStore.create(Clock.systemUTC()),
        Map.of(
            "KEYBEARER_LOG_ADDRESSES", "truncated",
            "KEYBEARER_LOG_REDACT", "Favourite Colour, mother",
            "KEYBEARER_LOG_PAYLOAD_BYTES", "128"));
    server.company("acme");
    server.company("rival");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode verify(JsonNode key) {
    return server
        .post(
            "/v1/keys/verify",
            "{\"key\":\"" + key.get("key").asText() + "\",\"ip\":\"198.51.100.77\"}")
        .expect(200)
        .json();
  }

  private static JsonNode report(String logId, String more) {
    return server
        .post("/v1/logs", "[{\"log_id\":\"" + logId + "\",\"status_code\":200" + more + "}]")
        .expect(200)
        .json();
  }

  private static JsonNode row(JsonNode key) {
    String rows = "/v1/logs?api_key=" + key.get("id").asText();
    await().untilAsserted(() -> assertThat(server.get(rows).json().get("items")).isNotEmpty());
    return server.get(rows).json().get("items").get(0);
  }

  @Test
  void aVerdictAsksForPayloadsOnlyWhileTheyAreCaptured() {
    JsonNode key = server.key("acme", "captured", "");
    assertThat(key.get("capture").isNull()).isTrue();
    assertThat(verify(key).has("capture")).isFalse();

    String path = "/v1/keys/" + key.get("id").asText();
    Instant before = Instant.now();
    JsonNode changed = server
        .post(path + "/capture", "{\"duration\":\"PT1H\",\"response\":false}")
        .expect(200)
        .json();
    assertThat(Instant.parse(changed.at("/capture/until").asText()))
        .isBetween(before.plusSeconds(3_500), Instant.now().plusSeconds(3_700));
    assertThat(changed.get("version").asInt()).isEqualTo(2);
    assertThat(server.get(path).json().get("capture")).isEqualTo(changed.get("capture"));
    assertThat(verify(key).get("capture").toString())
        .isEqualTo("{\"request\":true,\"response\":false}");

    server.post(path + "/capture", "{\"duration\":\"PT0S\"}").expect(200);
    assertThat(verify(key).has("capture")).isFalse();
    assertThat(server.get(path).json().get("capture").isNull()).isTrue();
  }

  @Test
  void keepsPayloadsWithoutTheirSecretsAndCut() {
    JsonNode key = server.key("acme", "kept", "");
    server
        .post("/v1/keys/" + key.get("id").asText() + "/capture", "{\"duration\":\"PT1H\"}")
        .expect(200);
    JsonNode receipt = report(
        verify(key).get("log_id").asText(),
        ",\"request_data\":\"{\\\"pin\\\":1,\\\"favourite_colour\\\":[2],\\\"a\\\":3}\","
            + "\"response_data\":\"" + "x".repeat(1_000) + "\"");
    assertThat(receipt.get("payloads_dropped")).isEmpty();
    JsonNode row = row(key);
    assertThat(row.get("request_data").asText())
        .isEqualTo("{\"pin\":\"[redacted]\",\"favourite_colour\":\"[redacted]\",\"a\":3}");
    assertThat(row.get("response_data").asText())
        .hasSizeLessThanOrEqualTo(128)
        .endsWith("x…[cut, 1000 bytes]");
  }

  @Test
  void dropsPayloadsThatNobodyWantsAndSaysSo() {
    JsonNode key = server.key("acme", "dropped", "");
    JsonNode receipt = report(verify(key).get("log_id").asText(), ",\"request_data\":\"asked\"");
    assertThat(receipt.get("accepted").asInt()).isEqualTo(1);
    assertThat(receipt.get("payloads_dropped").toString()).isEqualTo("[0]");
    assertThat(row(key).get("request_data").isNull()).isTrue();
    assertThat(row(key).get("status_code").asInt()).isEqualTo(200);
  }

  @Test
  void aCompanysHolderCapturesItsOwnAndNoOther() {
    String holder = server.holder("acme", "keybearer:keys");
    JsonNode key = server.key("acme", "of the company", "");
    Reply own = server
        .request("POST", "/v1/companies/acme/capture")
        .key(holder)
        .json("{\"duration\":\"PT1H\",\"request\":false}")
        .send();
    assertThat(own.expect(200).json().at("/capture/request").asBoolean()).isFalse();
    assertThat(verify(key).get("capture").toString())
        .isEqualTo("{\"request\":false,\"response\":true}");
    server
        .request("POST", "/v1/companies/rival/capture")
        .key(holder)
        .json("{\"duration\":\"PT1H\"}")
        .send()
        .expect(404);
    server.post("/v1/companies/acme/capture", "{\"duration\":\"PT0S\"}").expect(200);
    server
        .post("/v1/companies/platform/capture", "{\"duration\":\"PT1H\"}")
        .expect(409, "PLATFORM_COMPANY");
  }

  @Test
  void refusesTimesThatAreTooLongAndMembersItDoesNotKnow() {
    String path = "/v1/keys/" + server.key("acme", "refused", "").get("id").asText() + "/capture";
    assertThat(server.post(path, "{\"duration\":\"P7DT1S\"}").expect(400).errors())
        .containsExactly("duration OUT_OF_RANGE");
    assertThat(server.post(path, "{}").expect(400).errors()).containsExactly("duration REQUIRED");
    assertThat(
            server.post(path, "{\"duration\":\"PT1H\",\"until\":1}").expect(400).errors())
        .containsExactly("until UNKNOWN_MEMBER");
    server.post(path, "{\"duration\":\"P7D\"}").expect(200);
  }

  @Test
  void storesAsMuchOfAddressesAsItIsTold() {
    JsonNode key = server.key("acme", "truncated", ",\"allowed_ips\":[\"198.51.100.77\"]");
    assertThat(verify(key).get("valid").asBoolean()).isTrue();
    assertThat(row(key).get("ip_address").asText()).isEqualTo("198.51.100.0");
    JsonNode changed = server
        .request("PATCH", "/v1/companies/rival")
        .json("{\"rules\":{\"log_addresses\":\"none\"}}")
        .send()
        .expect(200)
        .json();
    assertThat(changed.at("/rules/log_addresses").asText()).isEqualTo("none");
    JsonNode other = server.key("rival", "none", "");
    assertThat(verify(other).get("valid").asBoolean()).isTrue();
    assertThat(row(other).get("ip_address").isNull()).isTrue();
    assertThat(server
            .request("PATCH", "/v1/companies/rival")
            .json("{\"rules\":{\"log_addresses\":\"some\"}}")
            .send()
            .expect(400)
            .errors())
        .containsExactly("rules.log_addresses UNKNOWN_VALUE");
  }
}
