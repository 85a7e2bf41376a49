package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a caller's own key means for its requests here. */
class OwnKeyTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(
        InMemoryStore.create(Clock.systemUTC()),
        Map.of("KEYBEARER_TRUSTED_PROXIES", "127.0.0.1, ::1"));
    server.company("acme");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Reply self(String key) {
    return server.request("GET", "/v1/self").key(key).send();
  }

  @Test
  void tellsKeyItsFactsAndWhatIsLeft() {
    JsonNode made = server.key(
        "acme",
        "selfish",
        ",\"rate_limit\":10,\"rate_limit_window\":3600,"
            + "\"limits\":[{\"name\":\"burst\",\"limit\":5,\"window\":60}],"
            + "\"quota\":100,\"quota_period\":\"day\"");

    Reply reply = self(made.get("key").asText()).expect(200);

    JsonNode self = reply.json();
    assertThat(self.get("api_key").get("id")).isEqualTo(made.get("id"));
    assertThat(self.get("rate_limits")).hasSize(2);
    assertThat(self.get("rate_limits").get(0).get("remaining").asLong()).isEqualTo(9);
    assertThat(self.get("quota").get("used").asLong()).isEqualTo(1);
    assertThat(self.get("quota").get("remaining").asLong()).isEqualTo(99);
    assertThat(reply.header("RateLimit-Policy"))
        .contains("\"default\";q=10;w=3600, \"burst\";q=5;w=60, \"quota\";q=100;w=86400");
    assertThat(reply.header("RateLimit").orElseThrow()).startsWith("\"default\";r=9;t=");
  }

  @Test
  void tellsKeyWhenTheNextIsAcceptedOfWhatIsSpent() {
    JsonNode made = server.key(
        "acme",
        "spent to the last",
        ",\"rate_limit\":2,\"rate_limit_window\":7200,"
            + "\"limits\":[{\"name\":\"burst\",\"limit\":1,\"window\":600}],"
            + "\"quota\":1,\"quota_period\":\"day\"");

    JsonNode self = self(made.get("key").asText()).expect(200).json();

    assertThat(self.get("rate_limits").get(0).get("retry_after").asLong()).isZero();
    assertThat(self.get("rate_limits").get(1).get("remaining").asLong()).isZero();
    assertThat(self.get("rate_limits").get(1).get("retry_after").asLong()).isBetween(500L, 600L);
    assertThat(self.get("quota").get("remaining").asLong()).isZero();
  }

  @Test
  void givesNoFieldsToUnlimitedKey() {
    Reply reply = self(server.holder("acme")).expect(200);

    assertThat(reply.header("RateLimit")).isEmpty();
    assertThat(reply.json().get("quota").isNull()).isTrue();
  }

  @Test
  void makesLimitedCallerWait() {
    String key = server
        .key("acme", "slow", ",\"rate_limit\":1,\"rate_limit_window\":3600")
        .get("key")
        .asText();
    self(key).expect(200);

    Reply reply = self(key).expect(429, "RATE_LIMITED");

    assertThat(Long.parseLong(reply.header("Retry-After").orElseThrow())).isBetween(3000L, 3600L);
    assertThat(reply.header("RateLimit").orElseThrow()).startsWith("\"default\";r=0;t=");
  }

  @Test
  void makesCallerWithoutQuotaWait() {
    String key = server
        .key("acme", "spent", ",\"quota\":1,\"quota_period\":\"month\"")
        .get("key")
        .asText();
    self(key).expect(200);

    self(key).expect(429, "QUOTA_EXCEEDED");
  }

  @Test
  void neverLooksAtScope() {
    String json =
        "{\"company\":\"acme\",\"name\":\"reader\",\"type\":\"service\",\"scope\":\"read\","
            + "\"permissions\":[\"keybearer:keys\"]}";
    String key = server.post("/v1/keys", json).json().get("key").asText();

    server
        .request("POST", "/v1/keys")
        .key(key)
        .json("{\"name\":\"child\",\"type\":\"service\",\"scope\":\"read\"}")
        .send()
        .expect(201);
  }

  @Test
  void takesClientAddressFromTrustedProxyAlone() {
    String key = server
        .key("acme", "homely", ",\"allowed_ips\":[\"192.0.2.7\"]")
        .get("key")
        .asText();

    self(key).expect(403, "KEY_RESTRICTED");
    server
        .request("GET", "/v1/self")
        .key(key)
        .header("X-Forwarded-For", "192.0.2.7")
        .send()
        .expect(200);
    server
        .request("GET", "/v1/self")
        .key(key)
        .header("X-Forwarded-For", "192.0.2.7, 198.51.100.1")
        .send()
        .expect(403, "KEY_RESTRICTED");
    server
        .request("GET", "/v1/self")
        .key(key)
        .header("Forwarded", "for=192.0.2.7")
        .send()
        .expect(403, "KEY_RESTRICTED");
  }

  @Test
  void saysToHolderWhyItsKeyIsNotTaken() {
    JsonNode made = server.key("acme", "ended", "");
    String key = made.get("key").asText();
    self(key).expect(200);
    server.post("/v1/keys/" + made.get("id").asText() + "/revoke", "{}").expect(200);

    JsonNode revoked = self(key).expect(401, "KEY_UNUSABLE").json();

    assertThat(revoked.get("detail").asText()).isEqualTo("The key cannot be used: REVOKED.");
    char last = key.charAt(key.length() - 1);
    self(key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a'))
        .expect(401, "UNAUTHENTICATED");
  }
}
