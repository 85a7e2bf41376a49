package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
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

  private static Reply post(String path, String key, String json) {
    return server
        .request("POST", path)
        .header("Idempotency-Key", key)
        .json(json)
        .send();
  }

  private static String issue(String name) {
    return "{\"company\":\"acme\",\"name\":\"" + name
        + "\",\"type\":\"service\",\"scope\":\"read\"}";
  }

  @Test
  void replaysIssueWithoutItsText() {
    Reply first = post("/v1/keys", "issue 1", issue("once")).expect(201);
    Reply second = post("/v1/keys", "issue 1", issue("once")).expect(201);

    JsonNode made = first.json();
    JsonNode replayed = second.json();
    assertThat(made.get("key_shown").asBoolean()).isTrue();
    assertThat(replayed.get("key_shown").asBoolean()).isFalse();
    assertThat(replayed.has("key")).isFalse();
    assertThat(replayed.get("id")).isEqualTo(made.get("id"));
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(server.get("/v1/keys?company=acme&text=once").json().get("items"))
        .hasSize(1);
  }

  @Test
  void refusesAnotherBodyUnderTheSameName() {
    post("/v1/keys", "issue 2", issue("first")).expect(201);

    post("/v1/keys", "issue 2", issue("second")).expect(409, "IDEMPOTENCY_MISMATCH");
  }

  @Test
  void remembersNoRefusal() {
    post("/v1/keys", "issue 3", issue("")).expect(400);

    post("/v1/keys", "issue 3", issue("now good")).expect(201);
  }

  @Test
  void keepsCallersAndAddressesApart() {
    String one = post("/v1/keys", "shared", issue("one")).json().get("id").asText();
    String two = post("/v1/keys", "another", issue("two")).json().get("id").asText();
    String json = "{\"reason\":\"r\"}";

    assertThat(post("/v1/keys/" + one + "/revoke", "shared", json)
            .expect(200)
            .json()
            .get("id")
            .asText())
        .isEqualTo(one);
    assertThat(post("/v1/keys/" + two + "/revoke", "shared", json)
            .expect(200)
            .json()
            .get("id")
            .asText())
        .isEqualTo(two);
    String other = server.holder("acme", "keybearer:keys");
    server
        .request("POST", "/v1/keys")
        .key(other)
        .header("Idempotency-Key", "shared")
        .json("{\"name\":\"three\",\"type\":\"service\",\"scope\":\"read\"}")
        .send()
        .expect(201);
  }

  @Test
  void replaysEveryKindOfWrite() {
    JsonNode key = server.key("acme", "written", ",\"expires_at\":\"2090-01-01T00:00:00Z\"");
    String path = "/v1/keys/" + key.get("id").asText();

    Reply extended = post(path + "/extend", "e", "{\"days\":1}").expect(200);
    assertThat(post(path + "/extend", "e", "{\"days\":1}").expect(200).text())
        .isEqualTo(extended.text());
    Reply rotated = post(path + "/rotate", "r", "{\"grace\":\"PT1H\"}").expect(201);
    JsonNode again =
        post(path + "/rotate", "r", "{\"grace\":\"PT1H\"}").expect(201).json();
    assertThat(again.get("id")).isEqualTo(rotated.json().get("id"));
    assertThat(again.get("key_shown").asBoolean()).isFalse();
    Reply company =
        post("/v1/companies", "c", "{\"slug\":\"idem\",\"name\":\"Idem\"}").expect(201);
    assertThat(post("/v1/companies", "c", "{\"slug\":\"idem\",\"name\":\"Idem\"}")
            .expect(201)
            .text())
        .isEqualTo(company.text());
  }

  @Test
  void refusesNamesThatAreNone() {
    post("/v1/keys", "x".repeat(256), issue("long")).expect(400, "IDEMPOTENCY_KEY_INVALID");
    server
        .request("POST", "/v1/keys")
        .header("Idempotency-Key", "a")
        .header("Idempotency-Key", "b")
        .json(issue("two"))
        .send()
        .expect(400, "IDEMPOTENCY_KEY_INVALID");
  }
}
