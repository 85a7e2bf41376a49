package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private static final String NOBODY = "01900000-0000-7000-8000-000000000000";
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

  private static String path(JsonNode key) {
    return "/v1/keys/" + key.get("id").asText() + "/explain";
  }

  private static JsonNode explain(JsonNode key, String json) {
    return server.post(path(key), json).expect(200).json();
  }

  private static JsonNode rule(JsonNode explanation, String name) {
    for (JsonNode rule : explanation.get("rules")) {
      if (rule.get("rule").asText().equals(name)) {
        return rule;
      }
    }
    throw new AssertionError("no rule " + name + " in " + explanation);
  }

  private static JsonNode verify(JsonNode key, String more) {
    String json = "{\"key\":\"" + key.get("key").asText() + "\"" + more + "}";
    return server.post("/v1/keys/verify", json).expect(200).json();
  }

  @Test
  void saysForEveryRuleWhatWasAskedAndWhy() {
    JsonNode key = server.key(
        "acme",
        "explained",
        ",\"allowed_ips\":[\"192.0.2.0/24\"],\"routes\":[\"GET /orders/*\"],"
            + "\"shadow\":[\"routes\"],\"rate_limit\":10,\"rate_limit_window\":3600,"
            + "\"limits\":[{\"name\":\"burst\",\"limit\":2,\"window\":60}]");

    JsonNode explanation = explain(
        key, "{\"ip\":\"::ffff:198.51.100.7\",\"method\":\"post\",\"endpoint\":\"/x?a=b\"}");

    assertThat(explanation.get("valid").asBoolean()).isFalse();
    assertThat(explanation.get("code").asText()).isEqualTo("IP_DENIED");
    assertThat(explanation.get("rule").asText()).isEqualTo("allowed_ips");
    assertThat(explanation.get("now").asBoolean()).isTrue();
    assertThat(explanation.get("log").isNull()).isTrue();
    assertThat(explanation.get("api_key").get("id")).isEqualTo(key.get("id"));
    assertThat(rule(explanation, "allowed_ips").toString())
        .isEqualTo("{\"rule\":\"allowed_ips\",\"code\":\"IP_DENIED\",\"result\":\"denied\","
            + "\"configured\":[\"192.0.2.0/24\"],\"given\":[\"::ffff:198.51.100.7\"],"
            + "\"detail\":\"::ffff:198.51.100.7 is IPv4-mapped and was read as 198.51.100.7, which"
            + " lies in none of the entries listed; an IPv6 block holds no IPv4 address.\","
            + "\"remaining\":null,\"retry_after\":null}");
    assertThat(rule(explanation, "routes").get("result").asText()).isEqualTo("shadow_denied");
    assertThat(rule(explanation, "routes").get("given").toString()).isEqualTo("[\"POST /x\"]");
    assertThat(rule(explanation, "scope").get("result").asText()).isEqualTo("passed");
    assertThat(rule(explanation, "limits.burst").get("remaining").asLong()).isEqualTo(2);
    assertThat(rule(explanation, "limits.burst").get("retry_after").asLong()).isZero();
    assertThat(rule(explanation, "quota").get("result").asText()).isEqualTo("not_set");
  }

  @Test
  void touchesNothingOfTheKey() {
    JsonNode key = server.key("acme", "left alone", ",\"rate_limit\":1,\"rate_limit_window\":9999");
    for (int i = 0; i < 3; i++) {
      assertThat(explain(key, "").get("valid").asBoolean()).isTrue();
    }
    assertThat(verify(key, "").get("code").asText()).isEqualTo("VALID");
    JsonNode spent = rule(explain(key, "{}"), "rate_limit");
    assertThat(spent.get("result").asText()).isEqualTo("denied");
    assertThat(spent.get("remaining").asLong()).isZero();
    assertThat(spent.get("retry_after").asLong()).isBetween(9000L, 9999L);
    assertThat(rows(key)).hasSize(1);
  }

  private static List<JsonNode> rows(JsonNode key) {
    List<JsonNode> rows = new ArrayList<>();
    String list = "/v1/logs?api_key=" + key.get("id").asText();
    await().until(() -> !server.get(list).expect(200).json().get("items").isEmpty());
    server.get(list).json().get("items").forEach(rows::add);
    return rows;
  }

  @Test
  void explainsRequestOfTheLog() {
    JsonNode key = server.key("acme", "logged", ",\"allowed_ips\":[\"192.0.2.7\"]");
    String log = verify(key, ",\"ip\":\"192.0.2.7\",\"method\":\"GET\",\"endpoint\":\"/a\"")
        .get("log_id")
        .asText();
    rows(key);
    server
        .request("PATCH", "/v1/keys/" + key.get("id").asText())
        .json("{\"allowed_ips\":[\"192.0.2.8\"]}")
        .send()
        .expect(200);

    JsonNode explanation = explain(key, "{\"log_id\":\"" + log + "\",\"scope\":\"admin\"}");

    assertThat(explanation.get("code").asText()).isEqualTo("IP_DENIED");
    assertThat(explanation.get("log").get("id").asText()).isEqualTo(log);
    assertThat(explanation.get("log").get("outcome").asText()).isEqualTo("VALID");
    assertThat(rule(explanation, "allowed_ips").get("given").toString())
        .isEqualTo("[\"192.0.2.7\"]");
    assertThat(rule(explanation, "scope").get("result").asText()).isEqualTo("denied");
  }

  @Test
  void knowsOnlyRowsOfTheKeyWithinReach() {
    JsonNode key = server.key("acme", "one", "");
    JsonNode other = server.key("acme", "two", "");
    String log = verify(other, "").get("log_id").asText();
    rows(other);

    for (String id : new String[] {log, NOBODY}) {
      server.post(path(key), "{\"log_id\":\"" + id + "\"}").expect(404, "NOT_FOUND");
    }
    server.post(path(other), "{\"log_id\":\"" + log + "\"}").expect(200);
  }

  @Test
  void looksAtLifeAtAnotherTimeAndSaysWhatThatLeavesOut() {
    JsonNode key =
        server.key("acme", "mortal", ",\"expires_at\":\"2090-01-01T00:00:00Z\",\"rate_limit\":5");

    JsonNode before = explain(key, "{\"at\":\"2089-12-31T23:59:59.999Z\"}");
    JsonNode then = explain(key, "{\"at\":\"2090-01-01T01:00:00+01:00\"}");

    assertThat(before.get("valid").asBoolean()).isTrue();
    assertThat(before.get("now").asBoolean()).isFalse();
    assertThat(rule(before, "rate_limit").get("result").asText()).isEqualTo("not_evaluated");
    assertThat(rule(before, "rate_limit").get("remaining").isNull()).isTrue();
    assertThat(then.get("code").asText()).isEqualTo("EXPIRED");
    assertThat(then.get("at").asText()).isEqualTo("2090-01-01T00:00:00.000Z");
  }

  @Test
  void speaksTheReadersLanguage() {
    JsonNode key = server.key("acme", "polyglot", "");
    Reply reply = server
        .request("POST", path(key))
        .header("Accept-Language", "pt-BR, en;q=0.5")
        .json("{}")
        .send();

    assertThat(reply.expect(200).header("Content-Language")).contains("pt");
    assertThat(rule(reply.json(), "revoked").get("detail").asText())
        .isEqualTo("A chave não está revogada.");
    assertThat(rule(reply.json(), "revoked").get("code").asText()).isEqualTo("REVOKED");
  }

  @Test
  void reportsAllWrongFieldsTogether() {
    JsonNode key = server.key("acme", "misasked", ",\"rate_limit\":3");
    Reply wrong = server.post(path(key), """
            {"ip": "010.0.0.1", "method": "GE T", "endpoint": "", "scope": "root", "at": "now",
             "permissions": ["Not A Name"], "cost": -1, "log_id": "x", "user_agent": "curl"}
            """);
    assertThat(wrong.expect(400, "INVALID_REQUEST").errors())
        .containsExactlyInAnyOrder(
            "ip ADDRESS_INVALID",
            "method WRONG_FORM",
            "endpoint WRONG_LENGTH",
            "scope UNKNOWN_VALUE",
            "at WRONG_FORM",
            "permissions[0] PERMISSION_INVALID",
            "cost OUT_OF_RANGE",
            "log_id WRONG_FORM",
            "user_agent UNKNOWN_MEMBER");
    Reply twice = server.post(path(key), """
            {"log_id": "%s", "ip": "192.0.2.7", "referer": "x", "origin": "x", "method": "GET",
             "endpoint": "/x"}
            """.formatted(NOBODY));
    assertThat(twice.expect(400).errors())
        .containsExactlyInAnyOrder(
            "ip NOT_ALLOWED",
            "referer NOT_ALLOWED",
            "origin NOT_ALLOWED",
            "method NOT_ALLOWED",
            "endpoint NOT_ALLOWED");
    assertThat(server.post(path(key), "{\"cost\":4}").expect(400).errors())
        .containsExactly("cost COST_OUT_OF_RANGE");
  }

  @Test
  void isForReadersOfTheKeysOwnCompany() {
    JsonNode key = server.key("acme", "private", "");
    String rival = server.holder("rival", "keybearer:read");
    String reader = server.holder("acme", "keybearer:read");
    String verifier = server.holder("acme", "keybearer:verify", "keybearer:keys");

    Reply hidden = server.request("POST", path(key)).key(rival).json("{}").send();
    Reply unknown =
        server.request("POST", "/v1/keys/" + NOBODY + "/explain").json("{}").send();

    assertThat(hidden.expect(404, "NOT_FOUND").json().get("detail"))
        .isEqualTo(unknown.expect(404, "NOT_FOUND").json().get("detail"));
    server.request("POST", path(key)).key(reader).json("{}").send().expect(200);
    server
        .request("POST", path(key))
        .key(verifier)
        .json("{}")
        .send()
        .expect(403, "PERMISSION_MISSING");
  }
}
