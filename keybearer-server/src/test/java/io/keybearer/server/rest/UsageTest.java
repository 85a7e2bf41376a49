package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsageTest {
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

  private static void report(String key, String more) {
    server.post("/v1/logs", "[{\"api_key\":\"" + key + "\"" + more + "}]").expect(200);
  }

  private static JsonNode count(String query) {
    return server.get("/v1/usage?" + query).expect(200).json().get("items");
  }

  @Test
  void countsRequestsByWhatIsAsked() {
    String key = server.key("acme", "counted", "").get("id").asText();
    report(
        key, ",\"endpoint\":\"/a/1\",\"method\":\"GET\",\"status_code\":200,\"execution_time\":10");
    report(
        key, ",\"endpoint\":\"/a/2\",\"method\":\"GET\",\"status_code\":200,\"execution_time\":20");
    report(key, ",\"endpoint\":\"/b\",\"method\":\"POST\",\"status_code\":500");

    JsonNode all = count("api_key=" + key).get(0);
    assertThat(all.get("requests").asInt()).isEqualTo(3);
    assertThat(all.get("timed").asInt()).isEqualTo(2);
    assertThat(all.get("p50").asDouble()).isBetween(9.6, 10.4);
    assertThat(all.get("p99").asDouble()).isBetween(19.2, 20.8);
    JsonNode divided = count("group_by=endpoint,status&order=requests&api_key=" + key);
    assertThat(divided).hasSize(2);
    assertThat(divided.get(0).get("endpoint").asText()).isEqualTo("/a/{id}");
    assertThat(divided.get(0).get("status_code").asInt()).isEqualTo(200);
    assertThat(divided.get(1).get("requests").asInt()).isEqualTo(1);
    for (String granularity : new String[] {"minute", "hour", "day"}) {
      int sum = 0;
      for (JsonNode row : count("granularity=" + granularity + "&api_key=" + key)) {
        assertThat(row.get("start").isNull()).isFalse();
        sum += row.get("requests").asInt();
      }
      assertThat(sum).as(granularity).isEqualTo(3);
    }
    JsonNode cut = server
        .get("/v1/usage?group_by=endpoint&limit=1&api_key=" + key)
        .expect(200)
        .json();
    assertThat(cut.get("truncated").asBoolean()).isTrue();
    assertThat(cut.get("items")).hasSize(1);
  }

  @Test
  void movesARequestToItsStatusOnceThatIsKnown() {
    JsonNode key = server.key("acme", "completed", "");
    String id = key.get("id").asText();
    String logId = server
        .post("/v1/keys/verify", "{\"key\":\"" + key.get("key").asText() + "\"}")
        .json()
        .get("log_id")
        .asText();
    await()
        .untilAsserted(() -> assertThat(count("group_by=status&api_key=" + id)).hasSize(1));
    assertThat(count("group_by=status&api_key=" + id).get(0).get("status_code").isNull())
        .isTrue();
    server
        .post(
            "/v1/logs", "[{\"log_id\":\"" + logId + "\",\"status_code\":204,\"execution_time\":5}]")
        .expect(200);
    JsonNode rows = count("group_by=status&api_key=" + id);
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("status_code").asInt()).isEqualTo(204);
    assertThat(rows.get(0).get("timed").asInt()).isEqualTo(1);
  }

  @Test
  void tellsNothingOfAnotherCompany() {
    String own = server.key("acme", "own", "").get("id").asText();
    String foreign = server.key("rival", "foreign", "").get("id").asText();
    report(own, "");
    report(foreign, "");
    String reader = server.holder("acme", "keybearer:read");
    for (String query : new String[] {"?api_key=" + foreign, "?group_by=company&order=requests"}) {
      JsonNode items = server
          .request("GET", "/v1/usage" + query)
          .key(reader)
          .send()
          .expect(200)
          .json()
          .get("items");
      assertThat(items.toString()).doesNotContain(foreign);
      assertThat(items.size()).isEqualTo(query.startsWith("?api") ? 0 : 1);
    }
    server.request("GET", "/v1/keys/" + foreign + "/usage").key(reader).send().expect(404);
    server.request("GET", "/v1/usage?company=rival").key(reader).send().expect(404);
    assertThat(server
            .request("GET", "/v1/logs/export?api_key=" + foreign)
            .key(reader)
            .send()
            .expect(200)
            .text())
        .isEmpty();
  }

  @Test
  void namesAllThatIsWrongWithAQuestion() {
    assertThat(server
            .get("/v1/usage?group_by=key,colour&granularity=week&from=x&limit=0&latency=maybe")
            .expect(400)
            .errors())
        .containsExactlyInAnyOrder(
            "group_by UNKNOWN_VALUE",
            "granularity UNKNOWN_VALUE",
            "from WRONG_FORM",
            "limit OUT_OF_RANGE",
            "latency UNKNOWN_VALUE");
    assertThat(server
            .get("/v1/usage?granularity=minute&from=2020-01-01T00:00:00Z")
            .expect(400)
            .errors())
        .containsExactly("from NOT_AFTER");
    assertThat(server
            .get("/v1/usage?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")
            .expect(400)
            .errors())
        .containsExactly("until NOT_AFTER");
    assertThat(server.get("/v1/usage?group_by=key,key").expect(400).errors())
        .containsExactly("group_by DUPLICATE");
  }

  @Test
  void tellsThePageOfAKey() {
    JsonNode key = server.key("acme", "shown", "");
    String id = key.get("id").asText();
    String verify = "{\"key\":\"%s\",\"ip\":\"%s\",\"user_agent\":\"curl/8\"}";
    String text = key.get("key").asText();
    for (String ip : new String[] {"192.0.2.1", "192.0.2.2", "192.0.2.1"}) {
      server.post("/v1/keys/verify", verify.formatted(text, ip)).expect(200);
    }
    await().untilAsserted(() -> {
      JsonNode page = server.get("/v1/keys/" + id + "/usage").expect(200).json();
      assertThat(page.get("last_address").asText()).isEqualTo("192.0.2.1");
      assertThat(page.get("last_user_agent").asText()).isEqualTo("curl/8");
      assertThat(page.get("addresses_this_week").asInt()).isEqualTo(2);
      assertThat(page.get("addresses_exact").asBoolean()).isTrue();
      assertThat(page.get("outcomes").get(0).get("requests").asInt()).isEqualTo(3);
    });
  }

  @Test
  void listsNoFreshKeyAsUnused() {
    String id = server.key("acme", "fresh", "").get("id").asText();
    assertThat(server.get("/v1/usage/unused?days=1").expect(200).text()).doesNotContain(id);
  }
}
