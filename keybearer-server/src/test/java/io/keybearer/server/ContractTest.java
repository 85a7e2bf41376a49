package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.http.Route;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The server and its contract say the same: the same operations, permissions, parameters and media
 * types, and each status of each operation is answered. That the answers have the documented form is
 * checked with every request of every test.
 */
class ContractTest {
  private static final FailingStore STORE =
      new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private static final Map<String, Contract.Operation> OPERATIONS = Contract.DOCUMENT.operations();

  /** Those of gateways are asked in another way: {@code GatewayContractTest} has all their answers. */
  private static final List<Contract.Operation> ASKED_WITH_OWN_KEY = OPERATIONS.values().stream()
      .filter(operation -> !operation.path().startsWith("/gateway/"))
      .toList();

  private static final String LARGE = "\"" + "a".repeat(1_100_000) + "\"";
  private static TestServer server;
  private static String powerless;
  private static String limited;
  private static String keyId;

  private final Set<String> seen = new TreeSet<>();

  @BeforeAll
  static void start() {
    server = TestServer.start(STORE.store(), Map.of("KEYBEARER_MAX_STALENESS", "PT1S"));
    server.company("acme");
    powerless = server.holder("acme");
    limited = server.post("/v1/keys", """
                {"name": "limited", "type": "system", "scope": "read", "rate_limit": 1,
                 "rate_limit_window": 100000,
                 "permissions": ["keybearer:keys", "keybearer:read", "keybearer:verify",
                                 "keybearer:logs", "keybearer:companies"]}
                """).expect(201).json().get("key").asText();
    keyId = server
        .key("acme", "kept", ",\"expires_at\":\"2090-01-01T00:00:00Z\"")
        .get("id")
        .asText();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, Route> routes() {
    Map<String, Route> routes = new TreeMap<>();
    server.server().routes().routes().stream()
        .filter(route -> !route.path().toString().startsWith("/docs/"))
        .forEach(route -> routes.put(route.label(), route));
    return routes;
  }

  @Test
  void haveTheSameOperations() {
    assertThat(routes().keySet()).isEqualTo(OPERATIONS.keySet());
  }

  @Test
  void demandTheSamePermissions() {
    OPERATIONS.forEach(
        (label, operation) -> assertThat(routes().get(label).requirement().text())
            .as(label)
            .isEqualTo(operation.node().get("x-permission").asText()));
  }

  @Test
  void knowTheSameParameters() {
    OPERATIONS.forEach((label, operation) -> assertThat(routes().get(label).parameters())
        .as(label)
        .isEqualTo(parameters(operation.node().path("parameters"))));
  }

  private static Set<String> parameters(JsonNode parameters) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : parameters) {
      JsonNode reference = parameter.get("$ref");
      JsonNode resolved = reference == null
          ? parameter
          : Contract.DOCUMENT.document().at(reference.asText().substring(1));
      if (resolved.get("in").asText().equals("query")) {
        names.add(resolved.get("name").asText());
      }
    }
    return names;
  }

  @Test
  void takeTheSameMediaTypes() {
    OPERATIONS.forEach((label, operation) -> {
      Set<String> documented = new TreeSet<>();
      operation.node().at("/requestBody/content").fieldNames().forEachRemaining(documented::add);
      assertThat(Set.copyOf(routes().get(label).body().mediaTypes()))
          .as(label)
          .isEqualTo(documented);
    });
  }

  @Test
  void answersEveryStatusOfEveryOperation() {
    for (Contract.Operation operation : ASKED_WITH_OWN_KEY) {
      refuse(operation);
    }
    succeed();
    conflict();
    fail();

    Set<String> documented = ASKED_WITH_OWN_KEY.stream()
        .flatMap(operation -> operation.statuses().stream().map(s -> operation.label() + " " + s))
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(seen).containsAll(documented);
  }

  private Reply ask(Contract.Operation operation, TestServer.Request request) {
    Reply reply = request.send();
    seen.add(operation.label() + " " + reply.status());
    return reply;
  }

  private Reply ask(String method, String path, String json, int status) {
    TestServer.Request request = server.request(method, path);
    Contract.Operation operation = Contract.DOCUMENT.operation(method, path).orElseThrow();
    return ask(operation, json.isEmpty() ? request : request.json(json)).expect(status);
  }

  private static TestServer.Request request(Contract.Operation operation) {
    String path = operation
        .path()
        .replace("{id}", keyId)
        .replace("{company}", "acme")
        .replace("{user}", "a")
        .replace("{sequence}", "1");
    return server.request(operation.method(), path);
  }

  private static boolean has(Contract.Operation operation, int status) {
    return operation.statuses().contains(Integer.toString(status));
  }

  /** What any caller can do wrong, whatever the operation. */
  private void refuse(Contract.Operation operation) {
    String path = operation
        .path()
        .replace("{id}", keyId)
        .replace("{company}", "acme")
        .replace("{sequence}", "1");
    ask(operation, server.request(operation.method(), path.replace("{user}", "a") + "?x=1"))
        .expect(400);
    if (has(operation, 401)) {
      ask(operation, request(operation).anonymous()).expect(401);
    }
    if (has(operation, 403) && !operation.label().equals("GET /v1/self")) {
      ask(operation, request(operation).key(powerless)).expect(403);
    }
    if (has(operation, 429)) {
      ask(operation, request(operation).key(limited));
      ask(operation, request(operation).key(limited)).expect(429);
    }
    if (has(operation, 413)) {
      ask(operation, request(operation).json(LARGE)).expect(413);
      ask(operation, request(operation).header("Content-Type", "text/html").text("x"))
          .expect(415);
    }
  }

  private void succeed() {
    ask("POST", "/v1/companies", "{\"slug\":\"made\",\"name\":\"Made\"}", 201);
    ask("GET", "/v1/companies", "", 200);
    ask("GET", "/v1/companies/made", "", 200);
    ask("PATCH", "/v1/companies/made", "{\"name\":\"Remade\"}", 200);
    ask("PUT", "/v1/companies/made/owners/ada", "{\"active\":true}", 200);
    ask("POST", "/v1/companies/made/capture", "{\"duration\":\"PT1H\"}", 200);
    ask("POST", "/v1/keys", issue("done"), 201);
    ask("GET", "/v1/keys", "", 200);
    String key = "/v1/keys/" + keyId;
    ask("GET", key, "", 200);
    ask("PATCH", key, "{\"name\":\"kept still\"}", 200);
    ask("POST", key + "/explain", "{}", 200);
    ask("POST", key + "/extend", "{\"days\":1}", 200);
    ask("POST", key + "/capture", "{\"duration\":\"PT1H\",\"response\":false}", 200);
    ask("POST", key + "/disable", "", 200);
    ask("POST", key + "/enable", "{}", 200);
    ask("POST", key + "/rotate", "{\"grace\":\"PT1H\"}", 201);
    ask("POST", key + "/revoke", "", 200);
    ask("POST", "/v1/keys/verify", "{\"key\":\"x\"}", 200);
    ask("POST", "/v1/keys/verify/batch", "{\"items\":[{\"key\":\"x\"}]}", 200);
    ask("GET", "/v1/self", "", 200);
    ask("GET", "/v1/nodes", "", 200);
    ask("GET", "/v1/changes/1", "", 200);
    ask("POST", "/v1/logs", "[]", 200);
    ask("GET", "/v1/logs", "", 200);
    ask("GET", "/v1/logs/tail?seconds=1", "", 200);
    ask("GET", "/v1/logs/export?format=csv", "", 200);
    ask("GET", "/v1/usage", "", 200);
    ask("GET", "/v1/usage/unused", "", 200);
    ask("GET", key + "/usage", "", 200);
    ask("GET", "/healthz/live", "", 200);
    ask("GET", "/healthz/ready", "", 200);
    ask("GET", "/metrics", "", 200);
    ask("GET", "/openapi.yaml", "", 200);
    ask("GET", "/docs", "", 200);
  }

  private static String issue(String name) {
    return "{\"company\":\"acme\",\"name\":\""
        + name
        + "\",\"type\":\"service\",\"scope\":\"read\"}";
  }

  /** What depends on how things stand. */
  private void conflict() {
    String nobody = "01900000-0000-7000-8000-000000000000";
    ask("GET", "/v1/companies/nobody", "", 404);
    ask("PATCH", "/v1/companies/nobody", "{\"name\":\"x\"}", 404);
    ask("PUT", "/v1/companies/nobody/owners/a", "{\"active\":true}", 404);
    String off = "{\"duration\":\"PT0S\"}";
    ask("POST", "/v1/companies/nobody/capture", off, 404);
    mismatch("POST", "/v1/companies/acme/capture", off);
    reuse("POST", "/v1/companies/acme/capture", off);
    ask("POST", "/v1/keys", issue("x").replace("acme", "nobody"), 404);
    ask("GET", "/v1/keys?company=nobody", "", 404);
    ask("GET", "/v1/logs?company=nobody", "", 404);
    for (String path : new String[] {"/logs/tail", "/logs/export", "/usage", "/usage/unused"}) {
      ask("GET", "/v1" + path + "?company=nobody", "", 404);
    }
    ask("GET", "/v1/keys/" + nobody, "", 404);
    ask("GET", "/v1/keys/" + nobody + "/usage", "", 404);
    ask("GET", "/v1/changes/1000000", "", 404);
    ask("PATCH", "/v1/keys/" + nobody, "{\"name\":\"x\"}", 404);
    ask("POST", "/v1/keys/" + nobody + "/explain", "", 404);
    ask("POST", "/v1/companies", "{\"slug\":\"acme\",\"name\":\"Twice\"}", 409);
    ask("PATCH", "/v1/companies/made", "{\"slug\":\"acme\"}", 409);
    ask("POST", "/v1/keys", issue("done"), 409);
    String other = server.key("acme", "other", "").get("id").asText();
    ask("PATCH", "/v1/keys/" + other, "{\"name\":\"done\"}", 409);
    mismatch("PATCH", "/v1/companies/acme", "{\"name\":\"x\"}");
    mismatch("PATCH", "/v1/keys/" + other, "{\"name\":\"x\"}");
    for (String action :
        new String[] {"capture", "revoke", "extend", "rotate", "disable", "enable"}) {
      String json =
          action.equals("extend") ? "{\"days\":1}" : action.equals("capture") ? off : "{}";
      String path = "/v1/keys/" + other + "/" + action;
      ask("POST", "/v1/keys/" + nobody + "/" + action, json, 404);
      mismatch("POST", path, json);
      reuse("POST", path, json);
    }
    reuse("PUT", "/v1/companies/acme/owners/ada", "{\"active\":true}");
    String narrow =
        server.key("acme", "narrow", ",\"routes\":[\"GET /x\"]").get("key").asText();
    ask(OPERATIONS.get("GET /v1/self"), server.request("GET", "/v1/self").key(narrow))
        .expect(403);
  }

  private void mismatch(String method, String path, String json) {
    ask(
            Contract.DOCUMENT.operation(method, path).orElseThrow(),
            server.request(method, path).header("If-Match", "\"999\"").json(json))
        .expect(412);
  }

  /** The same Idempotency-Key with another body, blanks being another body too. */
  private void reuse(String method, String path, String json) {
    Contract.Operation operation = Contract.DOCUMENT.operation(method, path).orElseThrow();
    ask(operation, server.request(method, path).header("Idempotency-Key", "k").json(json));
    ask(operation, server.request(method, path).header("Idempotency-Key", "k").json(json + " "))
        .expect(409);
  }

  /** A database that is away. */
  private void fail() {
    STORE.takeDown();
    Awaitility.await().until(() -> server.get("/healthz/ready").status() == 503);
    for (Contract.Operation operation : ASKED_WITH_OWN_KEY) {
      if (has(operation, 503)) {
        ask(operation, request(operation)).expect(503);
      }
    }
    STORE.bringBack();
    Awaitility.await().until(() -> server.get("/healthz/ready").status() == 200);
  }
}
