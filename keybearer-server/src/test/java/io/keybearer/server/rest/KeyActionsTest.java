package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyActionsTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.company("acme");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Reply act(JsonNode key, String action, String json) {
    return server.post("/v1/keys/" + key.get("id").asText() + "/" + action, json);
  }

  private static String code(JsonNode key) {
    String verify = "{\"key\":\"" + key.get("key").asText() + "\"}";
    return server.post("/v1/keys/verify", verify).expect(200).json().get("code").asText();
  }

  @Test
  void revokesForGoodAndKeepsFirstReason() {
    JsonNode key = server.key("acme", "revoked", "");

    JsonNode first = act(key, "revoke", "{\"reason\":\"leaked\"}").expect(200).json();
    JsonNode second = act(key, "revoke", "{\"reason\":\"again\"}").expect(200).json();

    assertThat(first.get("revoked_reason").asText()).isEqualTo("leaked");
    assertThat(second).isEqualTo(first);
    assertThat(first.get("status").asText()).isEqualTo("revoked");
    assertThat(code(key)).isEqualTo("REVOKED");
    act(key, "enable", "{}").expect(409, "KEY_REVOKED");
    act(key, "extend", "{\"days\":1}").expect(409, "KEY_REVOKED");
    act(key, "rotate", "{}").expect(409, "KEY_REVOKED");
  }

  @Test
  void revokesWithoutBody() {
    JsonNode key = server.key("acme", "bodyless", "");

    Reply reply =
        server.request("POST", "/v1/keys/" + key.get("id").asText() + "/revoke").send();

    assertThat(reply.expect(200).json().get("revoked_reason").isNull()).isTrue();
  }

  @Test
  void extendsByDaysOrDuration() {
    JsonNode key = server.key("acme", "extended", ",\"expires_at\":\"2090-01-01T00:00:00Z\"");

    assertThat(act(key, "extend", "{\"days\":30}")
            .expect(200)
            .json()
            .get("expires_at")
            .asText())
        .isEqualTo("2090-01-31T00:00:00.000Z");
    assertThat(act(key, "extend", "{\"duration\":\"P1DT1H\"}")
            .json()
            .get("expires_at")
            .asText())
        .isEqualTo("2090-02-01T01:00:00.000Z");
  }

  @Test
  void refusesWrongExtensions() {
    JsonNode key = server.key("acme", "unextended", ",\"expires_at\":\"2090-01-01T00:00:00Z\"");

    assertThat(act(key, "extend", "{}").expect(400).errors()).containsExactly("duration REQUIRED");
    assertThat(
            act(key, "extend", "{\"days\":1,\"duration\":\"P1D\"}").expect(400).errors())
        .containsExactly("duration NOT_ALLOWED");
    assertThat(act(key, "extend", "{\"days\":0}").expect(400).errors())
        .containsExactly("days OUT_OF_RANGE");
    assertThat(act(key, "extend", "{\"days\":null}").expect(400).errors())
        .containsExactly("days REQUIRED");
    assertThat(act(key, "extend", "{\"duration\":\"PT0S\"}").expect(400).errors())
        .containsExactly("duration DURATION_NOT_POSITIVE");
    assertThat(act(key, "extend", "{\"duration\":\"-P1D\"}").expect(400).errors())
        .containsExactly("duration WRONG_FORM");
    act(server.key("acme", "eternal", ""), "extend", "{\"days\":1}")
        .expect(409, "KEY_NEVER_EXPIRES");
  }

  @Test
  void rotatesWithGrace() {
    JsonNode old = server.key("acme", "rotated", "");

    Reply reply = act(old, "rotate", "{\"grace\":\"PT1H\"}").expect(201);

    JsonNode successor = reply.json();
    assertThat(reply.header("Location"))
        .contains("/v1/keys/" + successor.get("id").asText());
    assertThat(successor.get("rotated_from")).isEqualTo(old.get("id"));
    assertThat(successor.get("key_shown").asBoolean()).isTrue();
    assertThat(code(successor)).isEqualTo("VALID");
    assertThat(code(old)).isEqualTo("VALID");
    JsonNode retiring = server.get("/v1/keys/" + old.get("id").asText()).json();
    assertThat(retiring.get("rotated_to")).isEqualTo(successor.get("id"));
    assertThat(Duration.between(
            Instant.now(), Instant.parse(retiring.get("retires_at").asText())))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    act(old, "rotate", "{}").expect(409, "KEY_ROTATED");
  }

  @Test
  void rotatesAtOnceWithoutGrace() {
    JsonNode old = server.key("acme", "replaced", "");

    JsonNode successor = act(old, "rotate", "{}").expect(201).json();

    assertThat(code(old)).isEqualTo("ROTATED");
    assertThat(code(successor)).isEqualTo("VALID");
  }

  @Test
  void refusesCallerThatWouldLockItselfOut() {
    String id = server.get("/v1/self").json().get("api_key").get("id").asText();

    server.post("/v1/keys/" + id + "/rotate", "{}").expect(409, "ROTATES_ITSELF");
  }

  @Test
  void switchesOffAndOn() {
    JsonNode key = server.key("acme", "switched", "");

    assertThat(act(key, "disable", "{}").expect(200).json().get("disabled").asBoolean())
        .isTrue();
    assertThat(code(key)).isEqualTo("DISABLED");
    assertThat(act(key, "enable", "{}").expect(200).json().get("status").asText())
        .isEqualTo("active");
    assertThat(code(key)).isEqualTo("VALID");
    assertThat(act(key, "disable", "{\"why\":1}").expect(400).errors())
        .containsExactly("why UNKNOWN_MEMBER");
  }

  @Test
  void actsOnlyOnTheVersionThatIsNamed() {
    JsonNode key = server.key("acme", "guarded", ",\"expires_at\":\"2090-01-01T00:00:00Z\"");
    String path = "/v1/keys/" + key.get("id").asText();

    for (String action : new String[] {"revoke", "extend", "rotate", "disable", "enable"}) {
      String json = action.equals("extend") ? "{\"days\":1}" : "{}";
      server
          .request("POST", path + "/" + action)
          .header("If-Match", "\"7\"")
          .json(json)
          .send()
          .expect(412, "VERSION_MISMATCH");
    }
  }
}
