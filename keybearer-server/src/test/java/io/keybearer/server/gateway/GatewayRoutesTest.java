package io.keybearer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRoutesTest {
  private static TestServer server;
  private static String gateway;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.company("acme");
    server.company("other");
    gateway = server.holder("acme", "keybearer:verify");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String key(String name, String more) {
    return server.key("acme", name, more).get("key").asText();
  }

  private static TestServer.Request ask(String check, String method, String uri) {
    return server
        .request("GET", check)
        .anonymous()
        .header("X-Forwarded-Method", method)
        .header("X-Forwarded-Uri", uri);
  }

  private static Reply forward(String key, String method, String uri) {
    return proven(ask("/gateway/forward", method, uri)).key(key).send();
  }

  private static Reply nginx(String key, String method, String uri) {
    return proven(ask("/gateway/nginx", method, uri)).key(key).send();
  }

  private static TestServer.Request proven(TestServer.Request request) {
    return request.header("X-Keybearer-Gateway", gateway).header("X-Forwarded-For", "203.0.113.7");
  }

  @Test
  void tellsTheServiceWhoMadeARequest() {
    JsonNode key = server.key(
        "acme",
        "Größe 100%",
        ",\"permissions\":[\"orders:read\",\"users:*\"],\"rate_limit\":10,\"rate_limit_window\":60");

    Reply reply = forward(key.get("key").asText(), "GET", "/orders/7?x=1").expect(200);

    assertThat(reply.header("X-Keybearer-Key-Id")).contains(key.get("id").asText());
    assertThat(reply.header("X-Keybearer-Key-Name")).contains("Gr%C3%B6%C3%9Fe%20100%25");
    assertThat(reply.header("X-Keybearer-Company"))
        .contains(key.get("company_id").asText());
    assertThat(reply.header("X-Keybearer-Scope")).contains("write");
    assertThat(reply.header("X-Keybearer-Permissions")).contains("orders:read,users:*");
    assertThat(reply.header("X-Keybearer-User")).isEmpty();
    assertThat(reply.header("RateLimit")).hasValueSatisfying(v -> assertThat(v).contains("r=9"));
    assertThat(reply.header("Cache-Control")).contains("no-store");
  }

  @Test
  void tellsOwnersEscaped() {
    JsonNode key = server.post("/v1/keys", """
            {"company":"acme","name":"of ada","type":"user","user":"ada lovelace","scope":"read"}
            """).expect(201).json();

    Reply reply = forward(key.get("key").asText(), "GET", "/").expect(200);

    assertThat(reply.header("X-Keybearer-User")).contains("ada%20lovelace");
  }

  @Test
  void makesARowOfTheOriginalRequest() {
    JsonNode key = server.key("acme", "rows", "");
    Reply reply = proven(ask("/gateway/forward", "DELETE", "/orders/7?secret=1"))
        .key(key.get("key").asText())
        .header("Referer", "https://shop.example/cart?x=1")
        .header("User-Agent", "robot/1")
        .send()
        .expect(200);
    String id = reply.header("X-Keybearer-Log-Id").orElseThrow();

    Awaitility.await().untilAsserted(() -> {
      JsonNode row =
          server.get("/v1/logs?api_key=" + key.get("id").asText()).json().at("/items/0");
      assertThat(row.path("id").asText()).isEqualTo(id);
      assertThat(row.get("endpoint").asText()).isEqualTo("/orders/7");
      assertThat(row.get("method").asText()).isEqualTo("DELETE");
      assertThat(row.get("ip_address").asText()).isEqualTo("203.0.113.7");
      assertThat(row.get("referer").asText()).isEqualTo("https://shop.example/cart");
      assertThat(row.get("user_agent").asText()).isEqualTo("robot/1");
    });
  }

  @Test
  void theGatewayCompletesTheRowThatItsCheckMade() {
    String both = server.holder("acme", "keybearer:verify", "keybearer:logs");
    Reply reply = ask("/gateway/forward", "GET", "/done")
        .header("X-Keybearer-Gateway", both)
        .key(key("completed", ""))
        .send()
        .expect(200);
    String line = "{\"log_id\":\"" + reply.header("X-Keybearer-Log-Id").orElseThrow()
        + "\",\"status_code\":204,\"execution_time\":12.5}\n";

    Reply reported = server
        .request("POST", "/v1/logs")
        .key(both)
        .header("Content-Type", "application/x-ndjson")
        .text(line)
        .send()
        .expect(200);

    assertThat(reported.json().get("accepted").asInt()).isOne();
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          EXPIRED?,            GET,  /,         200
          '"scope":"read"',    POST, /,         403
          '"routes":["GET /orders/*"]', GET, /orders/7?x, 200
          '"routes":["GET /orders/*"]', GET, /orders/../admin, 403
          '"routes":["GET /orders/*"]', GET, /orders/%2e%2e/admin, 403
          '"routes":["GET /orders/*"]', GET, /orders/..;/admin, 403
          '"routes":["GET /orders/*"]', GET, //orders/7, 403
          '"allowed_ips":["203.0.113.0/24"]', GET, /, 200
          '"allowed_ips":["198.51.100.0/24"]', GET, /, 403
          """)
  void judgesTheOriginalRequest(String rule, String method, String uri, int status) {
    String more = rule.startsWith("\"") ? "," + rule : "";
    String text = rule.startsWith("\"scope")
        ? server
            .post(
                "/v1/keys",
                "{\"company\":\"acme\",\"name\":\"judged " + System.nanoTime()
                    + "\",\"type\":\"service\"" + more + "}")
            .expect(201)
            .json()
            .get("key")
            .asText()
        : key("judged " + System.nanoTime(), more);

    forward(text, method, uri).expect(status);
    nginx(text, method, uri).expect(status);
  }

  @Test
  void believesOnlyWhatTheGatewayItselfSawOfTheAddress() {
    String text = key("from home", ",\"allowed_ips\":[\"198.51.100.7\"]");

    Reply spoofed = ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", gateway)
        .header("X-Forwarded-For", "198.51.100.7, 203.0.113.9")
        .key(text)
        .send()
        .expect(403);
    assertThat(spoofed.header("X-Keybearer-Code")).contains("IP_DENIED");
    Reply odd = ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", gateway)
        .header("X-Forwarded-For", "198.51.100.7")
        .header("X-Forwarded-For", "unknown")
        .key(text)
        .send();
    assertThat(odd.status()).isEqualTo(403);
    ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", gateway)
        .header("X-Forwarded-For", "203.0.113.9, \"198.51.100.7:4711\"")
        .key(text)
        .send()
        .expect(200);
  }

  @Test
  void refusesGatewaysThatDoNotProveThemselves() {
    String text = key("before nobody", "");
    String expired = server
        .key("acme", "weak gateway", ",\"permissions\":[\"keybearer:read\"]")
        .get("key")
        .asText();
    for (String bad : new String[] {"", "nonsense", gateway + "x", expired, text}) {
      ask("/gateway/forward", "GET", "/")
          .header("X-Keybearer-Gateway", bad)
          .key(text)
          .send()
          .expect(503, "GATEWAY_REFUSED");
      Reply nginx = ask("/gateway/nginx", "GET", "/")
          .header("X-Keybearer-Gateway", bad)
          .key(text)
          .send()
          .expect(403, "GATEWAY_REFUSED");
      assertThat(nginx.header("X-Keybearer-Status")).contains("503");
      Reply envoy = server
          .request("GET", "/gateway/envoy/orders")
          .key(text)
          .header("X-Keybearer-Gateway", bad)
          .send()
          .expect(403, "GATEWAY_REFUSED");
      assertThat(envoy.header("X-Keybearer-Status")).contains("503");
    }
    ask("/gateway/forward", "GET", "/").key(text).send().expect(503, "GATEWAY_REFUSED");
  }

  @Test
  void aRevokedGatewayIsRefusedAndItsOwnRulesHold() {
    JsonNode mine = server.key("acme", "to go", ",\"permissions\":[\"keybearer:verify\"]");
    String text = key("behind it", "");
    TestServer.Request check = ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", mine.get("key").asText())
        .key(text);
    check.send().expect(200);
    server.post("/v1/keys/" + mine.get("id").asText() + "/revoke", "{}").expect(200);
    check.send().expect(503);

    String elsewhere =
        key("elsewhere", ",\"permissions\":[\"keybearer:verify\"],\"allowed_ips\":[\"192.0.2.1\"]");
    ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", elsewhere)
        .header("X-Forwarded-For", "192.0.2.1")
        .key(text)
        .send()
        .expect(503);
    String once = key(
        "once",
        ",\"permissions\":[\"keybearer:verify\"],\"rate_limit\":1,\"rate_limit_window\":100000");
    TestServer.Request limited =
        ask("/gateway/forward", "GET", "/").header("X-Keybearer-Gateway", once).key(text);
    assertThat(limited.send().expect(200).header("RateLimit")).isEmpty();
    limited.send().expect(503);
  }

  @Test
  void anotherCompaniesKeyIsAnUnknownOneToACompaniesGateway() {
    String foreign = server.key("other", "foreign", "").get("key").asText();
    Reply unknown = forward("kb_s_nothing", "GET", "/").expect(401, "UNAUTHENTICATED");
    Reply refused = forward(foreign, "GET", "/").expect(401, "UNAUTHENTICATED");

    assertThat(refused.header("X-Keybearer-Code")).isEqualTo(unknown.header("X-Keybearer-Code"));
    assertThat(refused.header("X-Keybearer-Log-Id")).isEmpty();
    ask("/gateway/forward", "GET", "/")
        .header("X-Keybearer-Gateway", server.platformKey())
        .key(foreign)
        .send()
        .expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/gateway/forward", "/gateway/nginx"})
  void refusesRequestsOfWhichTheGatewayTellsTooLittle(String check) {
    String text = key("untold " + System.nanoTime(), "");
    int status = check.endsWith("nginx") ? 403 : 400;
    TestServer.Request nothing = server.request("GET", check).key(text);
    assertThat(
            nothing.header("X-Keybearer-Gateway", gateway).send().expect(status).errors())
        .containsExactly("method REQUIRED", "path REQUIRED");
    proven(ask(check, "GET", "/"))
        .header("X-Forwarded-Uri", "/x")
        .key(text)
        .send()
        .expect(status);
    proven(ask(check, "G T", "/")).key(text).send().expect(status);
    proven(ask(check, "GET", "http://evil/")).key(text).send().expect(status);
    proven(ask(check, "GET", "/")).key(text).header("X-API-Key", text).send().expect(status);
  }

  @Test
  void whatIsTheClientsIsNoPreconditionOfOurs() {
    proven(ask("/gateway/forward", "PUT", "/"))
        .key(key("conditional", ""))
        .header("If-Match", "nonsense")
        .header("Idempotency-Key", " ")
        .send()
        .expect(200);
  }

  @Test
  void envoySendsTheOriginalBehindAPrefix() {
    String text = key("routed", ",\"routes\":[\"GET /orders/*\"]");

    Reply passed = server
        .request("GET", "/gateway/envoy/orders/7?scope=admin&x=1")
        .key(text)
        .header("X-Keybearer-Gateway", gateway)
        .send()
        .expect(200);

    assertThat(passed.header("x-envoy-auth-headers-to-remove"))
        .hasValueSatisfying(names -> assertThat(names.split(","))
            .contains("authorization", "x-api-key", "x-keybearer-user")
            .doesNotContain("x-keybearer-key-id"));
    server
        .request("GET", "/gateway/envoy/orders/%2e%2e/admin")
        .key(text)
        .header("X-Keybearer-Gateway", gateway)
        .send()
        .expect(403);
    server
        .request("DELETE", "/gateway/envoy/orders/7")
        .key(text)
        .header("X-Keybearer-Gateway", gateway)
        .send()
        .expect(403);
  }
}
