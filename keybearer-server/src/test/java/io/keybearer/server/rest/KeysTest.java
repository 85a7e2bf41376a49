package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final String EVERYTHING = """
      {"company": "acme", "name": "everything", "type": "user", "user": "ada", "scope": "admin",
       "env": "test", "permissions": ["orders:read", "refunds:*"], "routes": ["GET /orders/*"],
       "not_before": "2026-01-01T01:00:00+01:00", "expires_at": "2090-04-01T00:00:00.1239Z",
       "allowed_ips": ["192.0.2.0/24", "2001:db8::/32"], "allowed_referers": ["https://*.example.com"],
       "allow_missing_referer": true, "rate_limit": 100, "rate_limit_window": 60,
       "limits": [{"name": "burst", "limit": 10, "window": 1}], "quota": 1000,
       "quota_period": "month", "shadow": ["routes", "allowed_ips"],
       "metadata": {"team": "billing", "é": "ü"}, "tags": ["a", "b"]}
      """;
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

  @Test
  void issuesKeyWithEveryAttribute() {
    Reply reply = server.post("/v1/keys", EVERYTHING).expect(201);

    JsonNode key = reply.json();
    String id = key.get("id").asText();
    assertThat(reply.header("Location")).contains("/v1/keys/" + id);
    assertThat(reply.header("ETag")).contains("\"1\"");
    assertThat(key.get("key").asText())
        .startsWith("kb_u_test_" + key.get("prefix").asText() + "_");
    assertThat(key.get("key_shown").asBoolean()).isTrue();
    assertThat(key.get("not_before").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(key.get("expires_at").asText()).isEqualTo("2090-04-01T00:00:00.123Z");
    assertThat(key.get("shadow").toString()).isEqualTo("[\"allowed_ips\",\"routes\"]");
    assertThat(key.get("metadata").get("é").asText()).isEqualTo("ü");
    assertThat(key.get("status").asText()).isEqualTo("active");
    assertThat(key.get("created_by").asText()).startsWith("key:");
    JsonNode read = server.get("/v1/keys/" + id).expect(200).json();
    assertThat(read.has("key")).isFalse();
    assertThat(read.has("hash")).isFalse();
    assertThat(read.get("limits")).isEqualTo(key.get("limits"));
  }

  @Test
  void reportsAllWrongFieldsTogether() {
    Reply reply = server.post("/v1/keys", """
                {"company": "acme", "name": "", "type": "robot", "scope": 7, "env": "moon",
                 "permissions": ["ok:read", 5, "NOT OK"], "routes": [],
                 "expires_at": "2020-01-01T00:00:00Z", "not_before": "tomorrow",
                 "allowed_ips": ["192.0.2.7/24"], "allowed_referers": "https://example.com",
                 "rate_limit": 0, "limits": [{"name": "burst", "limit": 1.5, "extra": 1}],
                 "quota": 9223372036854775808, "shadow": ["scope", "scope"],
                 "metadata": {"a": 1}, "tags": ["t", "t"], "admin": true}
                """).expect(400, "INVALID_REQUEST");

    assertThat(reply.errors())
        .contains(
            "name WRONG_LENGTH",
            "type UNKNOWN_VALUE",
            "scope WRONG_TYPE",
            "permissions[1] WRONG_TYPE",
            "permissions[2] PERMISSION_INVALID",
            "routes EMPTY_LIST",
            "expires_at NOT_IN_FUTURE",
            "not_before WRONG_FORM",
            "allowed_ips[0] ADDRESS_HOST_BITS",
            "allowed_referers WRONG_TYPE",
            "rate_limit OUT_OF_RANGE",
            "limits[0].limit WRONG_TYPE",
            "limits[0].extra UNKNOWN_MEMBER",
            "limits[0].window REQUIRED",
            "quota OUT_OF_RANGE",
            "shadow DUPLICATE",
            "metadata.a WRONG_TYPE",
            "tags[1] DUPLICATE",
            "admin UNKNOWN_MEMBER");
    assertThat(reply.errors()).doesNotHaveDuplicates();
  }

  @Test
  void takesNullForLeftOutWhenIssuing() {
    JsonNode key = server.key(
        "acme",
        "nulls",
        ",\"env\":null,\"user\":null,\"permissions\":null,\"allowed_ips\":null,"
            + "\"allow_missing_referer\":null,\"rate_limit\":null,\"limits\":null,"
            + "\"quota\":null,\"quota_period\":null,\"shadow\":null,\"metadata\":null,"
            + "\"tags\":null,\"expires_at\":null,\"routes\":null");

    assertThat(key.get("permissions").isEmpty()).isTrue();
    assertThat(key.get("rate_limit").isNull()).isTrue();
  }

  @Test
  void holdsSystemKeysAndCompaniesApart() {
    Reply both = server.post(
        "/v1/keys", "{\"company\":\"acme\",\"name\":\"x\",\"type\":\"system\",\"scope\":\"read\"}");
    assertThat(both.expect(400).errors()).containsExactly("company NOT_ALLOWED");
    Reply none =
        server.post("/v1/keys", "{\"name\":\"x\",\"type\":\"service\",\"scope\":\"read\"}");
    assertThat(none.expect(400).errors()).containsExactly("company REQUIRED");
    server
        .post("/v1/keys", "{\"name\":\"ops\",\"type\":\"system\",\"scope\":\"read\"}")
        .expect(201);
    server
        .post(
            "/v1/keys",
            "{\"company\":\"nobody\",\"name\":\"x\",\"type\":\"service\",\"scope\":\"read\"}")
        .expect(404, "NOT_FOUND");
  }

  @Test
  void leavesCompanyOutForItsOwnKey() {
    String issuer = server.holder("acme", "keybearer:keys");
    String json = "{\"name\":\"own\",\"type\":\"service\",\"scope\":\"read\"}";

    Reply reply =
        server.request("POST", "/v1/keys").key(issuer).json(json).send().expect(201);

    assertThat(reply.json().get("company_id").asText())
        .isEqualTo(server.get("/v1/companies/acme").json().get("id").asText());
    server
        .request("POST", "/v1/keys")
        .key(issuer)
        .json("{\"name\":\"s\",\"type\":\"system\",\"scope\":\"read\"}")
        .send()
        .expect(403, "PLATFORM_ONLY");
  }

  @Test
  void grantsNoMoreThanCallerHolds() {
    String issuer = server.holder("acme", "keybearer:keys", "orders:*");
    String json = "{\"name\":\"too much\",\"type\":\"service\",\"scope\":\"admin\","
        + "\"permissions\":[\"refunds:read\",\"keybearer:read\"]}";

    Reply reply = server.request("POST", "/v1/keys").key(issuer).json(json).send();

    assertThat(reply.expect(403, "GRANTS_TOO_MUCH").errors())
        .containsExactly("scope GRANTS_TOO_MUCH", "permissions GRANTS_TOO_MUCH");
  }

  @Test
  void changesWhatIsSentAndClearsWhatIsNull() {
    JsonNode key = server.key(
        "acme",
        "patched",
        ",\"allowed_ips\":[\"192.0.2.1\"],\"rate_limit\":5,\"rate_limit_window\":9,"
            + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"tags\":[\"t\"]");
    String path = "/v1/keys/" + key.get("id").asText();

    Reply reply = server
        .request("PATCH", path)
        .header("Content-Type", "application/merge-patch+json")
        .header("If-Match", "\"1\"")
        .text("{\"allowed_ips\":null,\"rate_limit\":7,\"metadata\":{\"a\":null,\"c\":\"3\"},"
            + "\"scope\":\"read\"}")
        .send()
        .expect(200);

    JsonNode changed = reply.json();
    assertThat(reply.header("ETag")).contains("\"2\"");
    assertThat(changed.get("allowed_ips").isNull()).isTrue();
    assertThat(changed.get("rate_limit").asLong()).isEqualTo(7);
    assertThat(changed.get("rate_limit_window").asLong()).isEqualTo(9);
    assertThat(changed.get("metadata").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
    assertThat(changed.get("tags").toString()).isEqualTo("[\"t\"]");
    assertThat(changed.get("scope").asText()).isEqualTo("read");
    server
        .request("PATCH", path)
        .header("If-Match", "\"1\"")
        .json("{\"name\":\"again\"}")
        .send()
        .expect(412, "VERSION_MISMATCH");
  }

  @Test
  void neverChangesWhoseKeyItIsOrUnrevokesIt() {
    String id = server.key("acme", "fixed", "").get("id").asText();

    Reply reply = server
        .request("PATCH", "/v1/keys/" + id)
        .json("{\"company\":\"other\",\"type\":\"system\",\"env\":\"live\",\"user\":\"a\","
            + "\"revoked\":false,\"hash\":\"x\",\"name\":null}")
        .send()
        .expect(400, "INVALID_REQUEST");

    assertThat(reply.errors())
        .containsExactlyInAnyOrder(
            "company UNKNOWN_MEMBER",
            "type UNKNOWN_MEMBER",
            "env UNKNOWN_MEMBER",
            "user UNKNOWN_MEMBER",
            "revoked UNKNOWN_MEMBER",
            "hash UNKNOWN_MEMBER",
            "name REQUIRED");
  }

  @Test
  void refusesNameOfLiveKey() {
    server.key("acme", "unique", "");

    Reply reply = server.post(
        "/v1/keys",
        "{\"company\":\"acme\",\"name\":\"unique\",\"type\":\"service\",\"scope\":\"read\"}");

    assertThat(reply.expect(409, "NAME_TAKEN").errors()).containsExactly("name NAME_TAKEN");
  }

  @Test
  void listsByFilterPageByPage() {
    server.company("listed");
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, server.key("listed", "Job " + i, "").get("id").asText());
    }
    server.request("POST", "/v1/keys/" + made.get(0) + "/disable").send().expect(200);

    assertThat(ids("?company=listed&limit=2")).isEqualTo(made);
    assertThat(ids("?company=listed&status=disabled")).containsExactly(made.get(0));
    assertThat(ids("?company=listed&text=jOB%203")).containsExactly(made.get(1));
    assertThat(ids("?company=listed&type=user")).isEmpty();
    assertThat(ids("?company=listed&scope=write&last_used_until=2090-01-01T00:00:00Z"))
        .hasSize(5);
    String prefix = server.get("/v1/keys/" + made.get(2)).json().get("prefix").asText();
    assertThat(ids("?prefix=" + prefix)).containsExactly(made.get(2));
    server.get("/v1/keys?company=nobody").expect(404, "NOT_FOUND");
  }

  private static List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = server.get("/v1/keys" + query + cursor).expect(200).json();
      page.get("items").forEach(key -> ids.add(key.get("id").asText()));
      JsonNode next = page.get("next_cursor");
      cursor = next.isNull() ? null : "&cursor=" + next.asText();
    }
    return ids;
  }

  @Test
  void reportsAllWrongParametersTogether() {
    Reply reply = server.get(
        "/v1/keys?type=robot&scope=&status=dead&prefix=short&limit=201&expires_from=today&text=");

    assertThat(reply.expect(400).errors())
        .containsExactlyInAnyOrder(
            "type UNKNOWN_VALUE",
            "scope UNKNOWN_VALUE",
            "status UNKNOWN_VALUE",
            "prefix WRONG_FORM",
            "limit OUT_OF_RANGE",
            "expires_from WRONG_FORM",
            "text WRONG_LENGTH");
  }

  @Test
  void answersTextThatIsNoIdAsUnknown() {
    server.get("/v1/keys/not-an-id").expect(404, "NOT_FOUND");
    server.get("/v1/keys/1-1-1-1-1").expect(404, "NOT_FOUND");
    server.request("POST", "/v1/keys/not-an-id/revoke").send().expect(404, "NOT_FOUND");
  }
}
