package io.keybearer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator of a gateway says that a request needs. */
class GatewayNeedsTest {
  private static TestServer server;
  private static String gateway;

  @BeforeAll
  static void start() {
    server = TestServer.start();
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

  private static TestServer.Request ask(String check, String method, String uri) {
    return server
        .request("GET", check)
        .anonymous()
        .header("X-Forwarded-Method", method)
        .header("X-Forwarded-Uri", uri);
  }

  private static TestServer.Request proven(TestServer.Request request) {
    return request.header("X-Keybearer-Gateway", gateway).header("X-Forwarded-For", "203.0.113.7");
  }

  @ParameterizedTest
  @CsvSource({
    "?scope=write, '', 200",
    "?scope=admin, '', 403",
    "?permission=orders:export, '', 200",
    "'?permission=orders:export,users:read', '', 403",
    "'', '; scope=admin', 403",
    "'', ';permission=orders:export', 200",
    "?scope=write, '; permission=users:read', 403",
    "?scope=write, '; scope=admin', 403",
    "?scope=read, '; scope=admin', 403",
    "?scope=admin, '; scope=read', 403",
    "?scope=root, '', 400",
    "?permission=, '', 400",
    "'?permission=a,,b', '', 400",
    "?skope=write, '', 400",
    "'?scope=read&scope=write', '', 400",
    "'', '; skope=write', 400",
    "'', '; scope=write; scope=write', 400",
    "'', ';', 400",
    "'?permission=orders:*', '', 400",
  })
  void asksForWhatTheOperatorSaysOfARoute(String query, String behindTheKey, int status) {
    String text = key("export " + System.nanoTime(), ",\"permissions\":[\"orders:*\"]");

    for (String check : new String[] {"/gateway/forward", "/gateway/nginx"}) {
      Reply reply = ask(check + query, "GET", "/")
          .header("X-Keybearer-Gateway", gateway + behindTheKey)
          .key(text)
          .send();
      boolean forNginx = check.endsWith("nginx");
      assertThat(reply.status()).isEqualTo(forNginx && status == 400 ? 403 : status);
      if (forNginx) {
        assertThat(reply.header("X-Keybearer-Status")).contains(Integer.toString(status));
      }
    }
  }

  /** Some gateways mix the client's query into their own, so a query never lowers anything. */
  @Test
  void onlyWhatStandsBehindTheKeyAsksForLess() {
    String reading = server
        .post(
            "/v1/keys",
            "{\"company\":\"acme\",\"name\":\"searching\",\"type\":\"service\","
                + "\"scope\":\"read\"}")
        .json()
        .get("key")
        .asText();
    proven(ask("/gateway/forward?scope=read", "POST", "/search"))
        .key(reading)
        .send()
        .expect(403);
    ask("/gateway/forward", "POST", "/search")
        .header("X-Keybearer-Gateway", gateway + "; scope=read")
        .key(reading)
        .send()
        .expect(200);
  }

  @Test
  void aClientSaysNothingOfWhatItsRequestNeeds() {
    String text = key("cheat", "");

    proven(ask("/gateway/forward?scope=admin", "GET", "/?scope=read"))
        .key(text)
        .header("X-Keybearer-Scope", "read")
        .header("X-Keybearer-Needs", "scope=read")
        .send()
        .expect(403);
    proven(ask("/gateway/forward", "GET", "/"))
        .header("X-Keybearer-Gateway", gateway + "; scope=read")
        .key(text)
        .send()
        .expect(503, "GATEWAY_REFUSED");
  }
}
