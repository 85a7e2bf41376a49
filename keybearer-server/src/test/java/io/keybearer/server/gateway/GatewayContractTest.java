package io.keybearer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.server.Contract;
import io.keybearer.server.FailingStore;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every status of every operation that gateways ask for. */
class GatewayContractTest {
  private static final FailingStore STORE =
      new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private static final Set<String> SEEN = new TreeSet<>();
  private static TestServer server;
  private static String gateway;

  @BeforeAll
  static void start() {
    server = TestServer.start(STORE.store(), Map.of("KEYBEARER_MAX_STALENESS", "PT1S"));
    server.company("acme");
    gateway = server.holder("acme", "keybearer:verify");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String key(String name, String more) {
    return server.key("acme", name, more).get("key").asText();
  }

  @Test
  void answersEveryStatusOfItsContract() {
    String limited = key("limited", ",\"rate_limit\":1,\"rate_limit_window\":100000");
    String reading = server
        .post(
            "/v1/keys",
            "{\"company\":\"acme\",\"name\":\"r\",\"type\":\"service\",\"scope\":\"read\"}")
        .json()
        .get("key")
        .asText();
    String good = key("good", "");
    Map<String, Contract.Operation> operations = Contract.DOCUMENT.operations();
    Set<String> documented = operations.values().stream()
        .filter(operation -> operation.path().startsWith("/gateway/"))
        .flatMap(operation ->
            operation.statuses().stream().map(status -> operation.label() + " " + status))
        .collect(Collectors.toCollection(TreeSet::new));
    for (Contract.Operation operation : operations.values()) {
      if (operation.path().startsWith("/gateway/")) {
        note(operation, good, "GET", false);
        note(operation, "nonsense", "GET", false);
        note(operation, limited, "GET", false);
        note(operation, limited, "GET", false);
        note(operation, reading, "POST", true);
      }
    }
    STORE.takeDown();
    Awaitility.await().until(() -> server.get("/healthz/ready").status() == 503);
    for (Contract.Operation operation : operations.values()) {
      if (operation.path().startsWith("/gateway/")) {
        note(operation, good, "GET", false);
      }
    }
    STORE.bringBack();
    Awaitility.await().until(() -> server.get("/healthz/ready").status() == 200);
    assertThat(SEEN).containsAll(documented);
  }

  private static void note(Contract.Operation operation, String key, String method, boolean admin) {
    TestServer.Request request = server
        .request(operation.method(), operation.path().replace("{path}", "orders"))
        .key(key)
        .header("X-Forwarded-Method", method)
        .header("X-Forwarded-Uri", "/orders");
    Reply reply = request
        .header("X-Keybearer-Gateway", gateway + (admin ? "; scope=admin" : ""))
        .send();
    SEEN.add(operation.label() + " " + reply.status());
    if (admin) {
      Reply twice = request.header("X-API-Key", key).send();
      SEEN.add(operation.label() + " " + twice.status());
    }
    if (operation.path().endsWith("/nginx")) {
      assertThat(reply.status()).isIn(200, 401, 403);
    }
    if (reply.status() == 429
        || reply.header("X-Keybearer-Status").filter("429"::equals).isPresent()) {
      assertThat(reply.header("Retry-After")).isPresent();
    }
  }
}
