package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another company's things are answered exactly as what does not exist. */
class ReachTest {
  private static final String NOBODY = "01900000-0000-7000-8000-000000000000";
  private static TestServer server;
  private static String holder;
  private static JsonNode foreign;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.company("acme");
    server.company("rival");
    holder = server.holder("acme", "keybearer:keys", "keybearer:read", "keybearer:verify");
    foreign = server.key("rival", "foreign", ",\"expires_at\":\"2090-01-01T00:00:00Z\"");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void alike(String method, String path, String json) {
    Reply other = send(method, path.formatted(foreign.get("id").asText()), json);
    Reply nobody = send(method, path.formatted(NOBODY), json);

    other.expect(404, "NOT_FOUND");
    assertThat(withoutId(other)).isEqualTo(withoutId(nobody));
    assertThat(other.text()).doesNotContain(foreign.get("id").asText());
  }

  private static Reply send(String method, String path, String json) {
    TestServer.Request request = server.request(method, path).key(holder);
    return (json.isEmpty() ? request : request.json(json)).send();
  }

  private static JsonNode withoutId(Reply reply) {
    return ((ObjectNode) reply.json()).without("request_id");
  }

  @Test
  void answersForeignKeysAsUnknown() {
    alike("GET", "/v1/keys/%s", "");
    alike("PATCH", "/v1/keys/%s", "{\"name\":\"mine now\"}");
    alike("POST", "/v1/keys/%s/revoke", "{}");
    alike("POST", "/v1/keys/%s/extend", "{\"days\":1}");
    alike("POST", "/v1/keys/%s/rotate", "{}");
    alike("POST", "/v1/keys/%s/disable", "{}");
    alike("POST", "/v1/keys/%s/enable", "{}");
  }

  @Test
  void answersForeignCompaniesAsUnknown() {
    for (String company :
        new String[] {"rival", "nobody", foreign.get("company_id").asText()}) {
      send("GET", "/v1/keys?company=" + company, "").expect(404, "NOT_FOUND");
      send("PUT", "/v1/companies/" + company + "/owners/ada", "{\"active\":false}")
          .expect(404, "NOT_FOUND");
      send(
              "POST",
              "/v1/keys",
              "{\"company\":\"" + company
                  + "\",\"name\":\"x\",\"type\":\"service\",\"scope\":\"read\"}")
          .expect(404, "NOT_FOUND");
    }
  }

  @Test
  void listsOwnKeysAlone() {
    JsonNode page = send("GET", "/v1/keys?limit=200", "").expect(200).json();

    assertThat(page.get("items"))
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(key.get("company_id")).isNotEqualTo(foreign.get("company_id")));
    send("GET", "/v1/keys?prefix=" + foreign.get("prefix").asText(), "").expect(200);
  }

  @Test
  void leavesNoTraceOfVerifyingForeignKey() {
    String json = "{\"key\":\"" + foreign.get("key").asText() + "\"}";
    send("POST", "/v1/keys/verify", json).expect(200);

    JsonNode rows =
        server.get("/v1/logs?api_key=" + foreign.get("id").asText()).json().get("items");
    assertThat(rows).isEmpty();
  }
}
