package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompaniesTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void createsCompanyWithRules() {
    Reply reply = server.post("/v1/companies", """
            {"slug": "ruled", "name": "Ruled Ltd", "rules":
              {"max_life": "P90D", "max_scope": "write", "default_rate_limit": 100,
               "log_retention": "P400D"}}
            """);

    JsonNode company = reply.expect(201).json();
    assertThat(reply.header("Location"))
        .contains("/v1/companies/" + company.get("id").asText());
    assertThat(reply.header("ETag")).contains("\"1\"");
    assertThat(company.get("status").asText()).isEqualTo("active");
    assertThat(company.get("rules").toString())
        .isEqualTo(
            "{\"max_life\":\"P90D\",\"max_scope\":\"write\",\"default_rate_limit\":100,"
                + "\"default_rate_limit_window\":3600,\"log_retention\":\"P400D\",\"log_addresses\":\"full\"}");
    assertThat(server.get("/v1/companies/ruled").expect(200).json()).isEqualTo(company);
    assertThat(server.get("/v1/companies/" + company.get("id").asText()).json()).isEqualTo(company);
  }

  @Test
  void reportsAllWrongFieldsTogether() {
    Reply reply = server.post("/v1/companies", """
                {"slug": "Not A Slug", "name": 5, "colour": "red",
                 "rules": {"max_life": "90 days", "max_scope": "root", "x": 1}}
                """).expect(400, "INVALID_REQUEST");

    assertThat(reply.errors())
        .containsExactlyInAnyOrder(
            "slug WRONG_FORM",
            "name WRONG_TYPE",
            "colour UNKNOWN_MEMBER",
            "rules.max_life WRONG_FORM",
            "rules.max_scope UNKNOWN_VALUE",
            "rules.x UNKNOWN_MEMBER");
  }

  @Test
  void refusesARetentionOfTheLogThatIsOutOfRange() {
    for (String time : List.of("PT59M", "P36500DT1S", "30", "P1M")) {
      Reply reply = server.post(
          "/v1/companies",
          "{\"slug\":\"brief\",\"name\":\"Brief\",\"rules\":{\"log_retention\":\"" + time + "\"}}");
      assertThat(reply.expect(400, "INVALID_REQUEST").errors())
          .allSatisfy(error -> assertThat(error).startsWith("rules.log_retention "))
          .hasSize(1);
    }
  }

  @Test
  void refusesSlugThatIsTaken() {
    server.company("taken");

    Reply reply = server.post("/v1/companies", "{\"slug\":\"taken\",\"name\":\"Other\"}");

    assertThat(reply.expect(409, "SLUG_TAKEN").errors()).containsExactly("slug SLUG_TAKEN");
  }

  @Test
  void changesWhatIsSentAndLeavesTheRest() {
    server
        .post(
            "/v1/companies",
            "{\"slug\":\"merged\",\"name\":\"Merged\",\"rules\":{\"max_life\":\"P1D\",\"max_scope\":\"read\"}}")
        .expect(201);

    JsonNode changed = patch("merged", "{\"name\":\"Renamed\",\"rules\":{\"max_life\":null}}")
        .expect(200)
        .json();

    assertThat(changed.get("name").asText()).isEqualTo("Renamed");
    assertThat(changed.get("rules").get("max_life").isNull()).isTrue();
    assertThat(changed.get("rules").get("max_scope").asText()).isEqualTo("read");
    assertThat(changed.get("version").asLong()).isEqualTo(2);
    JsonNode lifted = patch("merged", "{\"rules\":null}").expect(200).json();
    assertThat(lifted.get("rules").get("max_scope").isNull()).isTrue();
  }

  private static Reply patch(String company, String json) {
    return server
        .request("PATCH", "/v1/companies/" + company)
        .header("Content-Type", "application/merge-patch+json")
        .text(json)
        .send();
  }

  @Test
  void suspendsCompanySoThatItsKeysAreRefused() {
    server.company("paused");
    String key = server.key("paused", "worker", "").get("key").asText();
    patch("paused", "{\"status\":\"suspended\"}").expect(200);

    JsonNode verdict =
        server.post("/v1/keys/verify", "{\"key\":\"" + key + "\"}").json();

    assertThat(verdict.get("code").asText()).isEqualTo("COMPANY_SUSPENDED");
    patch("paused", "{\"status\":\"active\"}").expect(200);
    assertThat(server
            .post("/v1/keys/verify", "{\"key\":\"" + key + "\"}")
            .json()
            .get("valid")
            .asBoolean())
        .isTrue();
  }

  @Test
  void changesOnlyTheVersionThatIsNamed() {
    server.company("versioned");
    String path = "/v1/companies/versioned";
    server
        .request("PATCH", path)
        .header("If-Match", "\"1\"")
        .json("{\"name\":\"B\"}")
        .send()
        .expect(200);

    server
        .request("PATCH", path)
        .header("If-Match", "\"1\"")
        .json("{\"name\":\"C\"}")
        .send()
        .expect(412, "VERSION_MISMATCH");
    server
        .request("PATCH", path)
        .header("If-Match", "W/\"2\"")
        .json("{\"name\":\"C\"}")
        .send()
        .expect(412);
    server
        .request("PATCH", path)
        .header("If-Match", "2")
        .json("{\"name\":\"C\"}")
        .send()
        .expect(400, "IF_MATCH_INVALID");
    server
        .request("PATCH", path)
        .header("If-Match", "\"9\", \"2\"")
        .json("{\"name\":\"C\"}")
        .send()
        .expect(200);
    server
        .request("PATCH", path)
        .header("If-Match", "*")
        .json("{\"name\":\"D\"}")
        .send()
        .expect(200);
  }

  @Test
  void listsPagesNewestFirst() {
    server.company("page-a");
    server.company("page-b");

    JsonNode first = server.get("/v1/companies?limit=1").expect(200).json();
    assertThat(first.get("items").get(0).get("slug").asText()).isEqualTo("page-b");
    JsonNode second = server
        .get("/v1/companies?limit=1&cursor=" + first.get("next_cursor").asText())
        .expect(200)
        .json();
    assertThat(second.get("items").get(0).get("slug").asText()).isEqualTo("page-a");
    Reply wrong = server.get("/v1/companies?limit=0&cursor=nonsense").expect(400);
    assertThat(wrong.errors()).containsExactly("limit OUT_OF_RANGE", "cursor CURSOR_INVALID");
  }

  @Test
  void marksOwnerInactive() {
    server.company("owned");
    JsonNode key = server.post("/v1/keys", """
                {"company": "owned", "name": "laptop", "type": "user", "scope": "read",
                 "user": "ada/lovelace@example.com"}
                """).expect(201).json();
    String path = "/v1/companies/owned/owners/ada%2Flovelace%40example.com";

    JsonNode owner = server
        .request("PUT", path)
        .json("{\"active\":false}")
        .send()
        .expect(200)
        .json();

    assertThat(owner.get("user").asText()).isEqualTo("ada/lovelace@example.com");
    assertThat(owner.get("active").asBoolean()).isFalse();
    String verify = "{\"key\":\"" + key.get("key").asText() + "\"}";
    assertThat(server.post("/v1/keys/verify", verify).json().get("code").asText())
        .isEqualTo("OWNER_DISABLED");
    assertThat(server.request("PUT", path).json("{}").send().expect(400).errors())
        .containsExactly("active REQUIRED");
    server
        .request("PUT", "/v1/companies/nobody/owners/a")
        .json("{\"active\":true}")
        .send()
        .expect(404, "NOT_FOUND");
  }

  @Test
  void keepsCompaniesToThePlatform() {
    server.company("tenant");
    String reader = server.holder("tenant", "keybearer:read");

    server.request("GET", "/v1/companies").key(reader).send().expect(403, "PERMISSION_MISSING");
    server.get("/v1/companies/no-such-company").expect(404, "NOT_FOUND");
  }
}
