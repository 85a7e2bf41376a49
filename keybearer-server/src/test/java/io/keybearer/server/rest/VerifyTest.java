package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VerifyTest {
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

  private static JsonNode verify(String key, String more) {
    return server.post("/v1/keys/verify", body(key, more)).expect(200).json();
  }

  private static String body(String key, String more) {
    return "{\"key\":\"" + key + "\"" + more + "}";
  }

  @Test
  void saysWhoseKeyItIs() {
    JsonNode key = server.key(
        "acme", "plain", ",\"metadata\":{\"a\":\"b\"},\"tags\":[\"t\"],\"env\":\"live\"");

    JsonNode verdict = verify(
        key.get("key").asText(),
        ",\"ip\":\"192.0.2.9\",\"method\":\"post\",\"endpoint\":\"/orders/7?x=1\","
            + "\"user_agent\":\"curl\",\"referer\":\"https://example.com/\"");

    assertThat(verdict.get("valid").asBoolean()).isTrue();
    assertThat(verdict.get("code").asText()).isEqualTo("VALID");
    assertThat(verdict.get("log_id").isTextual()).isTrue();
    assertThat(verdict.get("rate_limit").isNull()).isTrue();
    assertThat(verdict.get("api_key").get("id")).isEqualTo(key.get("id"));
    assertThat(verdict.get("api_key").get("metadata")).isEqualTo(key.get("metadata"));
  }

  @Test
  void answersEveryUnknownKeyAlike() {
    String text = server.key("acme", "other", "").get("key").asText();
    char last = text.charAt(text.length() - 1);
    String mistyped = text.substring(0, text.length() - 1) + (last == 'a' ? 'b' : 'a');

    for (String key : new String[] {"x", mistyped, "kb_s_" + "0".repeat(62)}) {
      JsonNode verdict = verify(key, "");
      assertThat(verdict.toString())
          .isEqualTo("{\"valid\":false,\"code\":\"NOT_FOUND\",\"rule\":null,\"log_id\":null,"
              + "\"api_key\":null,\"rate_limit\":null,\"shadow_denied\":[]}");
    }
  }

  @Test
  void hidesKeysOfOtherCompanies() {
    String text = server.key("acme", "hidden", "").get("key").asText();
    String rival = server.holder("rival", "keybearer:verify");

    Reply reply = server
        .request("POST", "/v1/keys/verify")
        .key(rival)
        .json(body(text, ""))
        .send();

    assertThat(reply.expect(200).json().toString())
        .isEqualTo(verify("unknown", "").toString());
  }

  @Test
  void appliesPolicies() {
    String text = server
        .key(
            "acme",
            "policed",
            ",\"allowed_ips\":[\"192.0.2.0/24\"],\"permissions\":[\"orders:read\"],"
                + "\"routes\":[\"GET /orders/*\"]")
        .get("key")
        .asText();
    String good = ",\"ip\":\"192.0.2.7\",\"method\":\"GET\",\"endpoint\":\"/orders/7\"";

    assertThat(code(text, good)).isEqualTo("VALID");
    assertThat(code(text, "")).isEqualTo("IP_DENIED");
    assertThat(code(text, good.replace("192.0.2.7", "198.51.100.1"))).isEqualTo("IP_DENIED");
    assertThat(code(text, good + ",\"scope\":\"admin\"")).isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(code(text, good + ",\"permissions\":[\"orders:write\"]"))
        .isEqualTo("INSUFFICIENT_PERMISSION");
    assertThat(code(text, good.replace("/orders/7", "/refunds"))).isEqualTo("ROUTE_DENIED");
  }

  private static String code(String key, String more) {
    return verify(key, more).get("code").asText();
  }

  @Test
  void countsAgainstLimits() {
    String text = server
        .key("acme", "limited", ",\"rate_limit\":2,\"rate_limit_window\":3600")
        .get("key")
        .asText();

    JsonNode look = verify(text, ",\"cost\":0").get("rate_limit");
    assertThat(look.get("remaining").asLong()).isEqualTo(2);
    assertThat(verify(text, ",\"cost\":2").get("rate_limit").get("remaining").asLong())
        .isZero();
    JsonNode denied = verify(text, "");
    assertThat(denied.get("code").asText()).isEqualTo("RATE_LIMITED");
    assertThat(denied.get("rule").asText()).isEqualTo("rate_limit");
    assertThat(denied.get("rate_limit").get("name").asText()).isEqualTo("default");
    assertThat(denied.get("rate_limit").get("retry_after").asLong()).isBetween(1L, 1800L);
    assertThat(denied.get("api_key").isNull()).isFalse();
    Reply absurd = server.post("/v1/keys/verify", body(text, ",\"cost\":3"));
    assertThat(absurd.expect(400).errors()).containsExactly("cost COST_OUT_OF_RANGE");
  }

  @Test
  void namesTheRuleThatDenied() {
    JsonNode key = server.key(
        "acme",
        "two limits",
        ",\"limits\":[{\"name\":\"burst\",\"limit\":1,\"window\":3600}],"
            + "\"quota\":9,\"quota_period\":\"day\",\"allowed_ips\":[\"192.0.2.7\"]");
    String text = key.get("key").asText();
    String home = ",\"ip\":\"192.0.2.7\"";

    assertThat(rule(text, "")).isEqualTo("allowed_ips");
    JsonNode valid = verify(text, home);
    assertThat(valid.get("rule").isNull()).isTrue();
    assertThat(valid.get("rate_limit").get("name").asText()).isEqualTo("burst");
    assertThat(valid.get("rate_limit").get("remaining").asLong()).isZero();
    assertThat(valid.get("rate_limit").get("retry_after").asLong()).isBetween(3000L, 3600L);
    assertThat(rule(text, home)).isEqualTo("limits.burst");
    server.post("/v1/keys/" + key.get("id").asText() + "/disable", "{}").expect(200);
    assertThat(rule(text, home)).isEqualTo("disabled");
  }

  private static String rule(String key, String more) {
    return verify(key, more).get("rule").asText();
  }

  @Test
  void reportsShadowedRules() {
    String text = server
        .key("acme", "shadowed", ",\"allowed_ips\":[\"192.0.2.1\"],\"shadow\":[\"allowed_ips\"]")
        .get("key")
        .asText();

    JsonNode verdict = verify(text, ",\"ip\":\"198.51.100.1\"");

    assertThat(verdict.get("valid").asBoolean()).isTrue();
    assertThat(verdict.get("shadow_denied").toString()).isEqualTo("[\"allowed_ips\"]");
  }

  @Test
  void reportsAllWrongFieldsTogether() {
    Reply reply = server.post("/v1/keys/verify", """
            {"ip": "010.0.0.1", "method": "GE T", "endpoint": "", "scope": "root",
             "permissions": ["Not A Name"], "cost": -1, "extra": null}
            """);

    assertThat(reply.expect(400, "INVALID_REQUEST").errors())
        .containsExactlyInAnyOrder(
            "key REQUIRED",
            "ip ADDRESS_INVALID",
            "method WRONG_FORM",
            "endpoint WRONG_LENGTH",
            "scope UNKNOWN_VALUE",
            "permissions[0] PERMISSION_INVALID",
            "cost OUT_OF_RANGE",
            "extra UNKNOWN_MEMBER");
  }

  @Test
  void verifiesKeyIssuedAMomentAfterItWasUnknown() {
    JsonNode old = server.key("acme", "fresh", "");
    assertThat(code(old.get("key").asText(), "")).isEqualTo("VALID");
    server.post("/v1/keys/" + old.get("id").asText() + "/revoke", "{}").expect(200);

    assertThat(code(old.get("key").asText(), "")).isEqualTo("REVOKED");
  }

  @Test
  void needsPermissionByItsName() {
    String admin = server.holder("acme", "orders:read");

    server
        .request("POST", "/v1/keys/verify")
        .key(admin)
        .json(body("x", ""))
        .send()
        .expect(403, "PERMISSION_MISSING");
  }
}
