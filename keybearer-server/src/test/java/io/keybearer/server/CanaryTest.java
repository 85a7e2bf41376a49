package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.store.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No key, hash or pepper comes out of any answer, log line or metric but the one that shows it. */
class CanaryTest {
  private static final byte[] PEPPER =
      "canary-pepper-of-at-least-32-bytes".getBytes(StandardCharsets.US_ASCII);

  private final List<String> said = new ArrayList<>();

  @Test
  void keepsSecretsWhateverIsAsked() throws NoSuchAlgorithmException {
    PrintStream standardError = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    String canary;
    String pepper = Base64.getEncoder().encodeToString(PEPPER);
    FailingStore store = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
    try (TestServer server =
        TestServer.start(store.store(), Map.of("KEYBEARER_PEPPER", "p1:" + pepper))) {
      server.company("acme");
      var made = server.key("acme", "canary", ",\"rate_limit\":1000");
      canary = made.get("key").asText();
      askEverything(server, canary, made.get("id").asText());
      store.takeDown();
      say(server
          .request("POST", "/v1/keys/verify")
          .json("{\"key\":\"" + canary + "\"}")
          .send());
      say(server.request("GET", "/v1/keys").key(canary).send());
      store.bringBack();
    } finally {
      System.setErr(standardError);
    }
    said.add(logged.toString(StandardCharsets.UTF_8));
    String secret = canary.substring(canary.length() - 49, canary.length() - 6);
    for (String text : said) {
      assertThat(text)
          .doesNotContain(canary)
          .doesNotContain(secret)
          .doesNotContain(sha256(canary))
          .doesNotContain(pepper)
          .doesNotContain("hmac-sha256")
          .doesNotContain("secret-of-the-driver");
    }
  }

  private void askEverything(TestServer server, String canary, String id) {
    String quoted = "\"" + canary + "\"";
    String key = "/v1/keys/" + id;
    say(server
        .request("POST", "/v1/keys/verify")
        .json("{\"key\":" + quoted + "}")
        .send());
    say(server
        .request("POST", "/v1/keys/verify")
        .json("{\"key\":" + quoted + ",\"user_agent\":" + quoted + ",\"endpoint\":\"/a/" + canary
            + "\",\"referer\":\"https://a/" + canary + "\"}")
        .send());
    say(server
        .request("POST", "/v1/keys/verify")
        .json("{\"key\":" + quoted + ",\"ip\":" + quoted + "}")
        .send());
    say(server.request("POST", "/v1/keys/verify").json("{" + quoted + ":1}").send());
    say(server
        .request("POST", "/v1/keys/verify")
        .json("{\"key\":" + quoted + "} " + canary)
        .send());
    say(server.request("POST", "/v1/keys").json(quoted).send());
    say(server
        .request("POST", "/v1/keys")
        .json("{\"type\":" + quoted + ",\"company\":" + quoted + "}")
        .send());
    say(server.request("GET", "/v1/keys?api_key=" + canary).send());
    say(server.request("GET", "/v1/keys?" + canary + "=1").send());
    say(server.request("GET", "/v1/keys?prefix=" + canary + "&status=" + canary).send());
    say(server.request("GET", "/v1/keys/" + canary).send());
    say(server.request("GET", "/v1/companies/" + canary).send());
    say(server.request("GET", "/nothing/" + canary).send());
    say(server.request("GET", "/v1/self").key(canary).send());
    say(server
        .request("GET", "/v1/self")
        .key(canary)
        .header("X-Request-Id", canary)
        .send());
    say(server.request("GET", "/v1/self").key(canary + "x").send());
    say(server.request("GET", "/v1/keys").key(canary).header("If-Match", canary).send());
    say(server.request("PATCH", key).header("If-Match", canary).json("{}").send());
    say(server
        .request("PATCH", key)
        .header("Idempotency-Key", canary)
        .json("{\"name\":\"n\"}")
        .send());
    say(server
        .request("PATCH", key)
        .header("Idempotency-Key", canary)
        .json("{\"name\":\"m\"}")
        .send());
    say(server
        .request("POST", key + "/revoke")
        .header("Content-Type", canary)
        .text("{}")
        .send());
    say(server.post(
        "/v1/keys/verify/batch",
        "{\"items\":[{\"key\":" + quoted + "},{\"key\":" + quoted + ",\"cost\":999999}]}"));
    say(server.post("/v1/keys/verify/batch", "{\"items\":[{\"key\":[" + quoted + "]}]}"));
    say(server.post(
        key + "/explain",
        "{\"endpoint\":\"/a/" + canary + "\",\"referer\":\"https://a/" + canary
            + "\",\"origin\":\"https://" + canary + "\"}"));
    say(server.post(
        key + "/explain", "{\"ip\":" + quoted + ",\"method\":" + quoted + "," + quoted + ":1}"));
    say(server.post(key + "/explain", "{\"log_id\":" + quoted + "}"));
    askAboutPayloads(server, canary, key);
    for (String check : new String[] {"/gateway/forward", "/gateway/nginx", "/gateway/envoy/x"}) {
      say(server
          .request("GET", check)
          .anonymous()
          .header("X-Keybearer-Gateway", canary + ";" + canary)
          .send());
      say(server
          .request("GET", check)
          .key(canary)
          .header("X-Keybearer-Gateway", server.platformKey())
          .header("X-Forwarded-Method", canary)
          .header("X-Forwarded-Uri", "/a/" + canary)
          .send());
      say(server
          .request("GET", check + "?scope=" + canary + "&" + canary + "=1")
          .key(canary)
          .header("X-Keybearer-Gateway", canary)
          .header("X-Forwarded-Method", "GET")
          .header("X-Forwarded-Uri", canary)
          .send());
    }
    say(server.get(key));
    say(server.get("/v1/keys"));
    say(server.get("/v1/logs"));
    say(server.get("/metrics"));
    say(server.post(key + "/disable", "{}"));
    say(server.post(key + "/enable", "{}"));
    say(server.post(key + "/revoke", "{}"));
  }

  private void askAboutPayloads(TestServer server, String canary, String key) {
    String quoted = "\"" + canary + "\"";
    say(server.post(key + "/capture", "{\"duration\":" + quoted + "}"));
    say(server.post(key + "/capture", "{" + quoted + ":1}"));
    say(server.post("/v1/companies/" + canary + "/capture", "{\"duration\":\"PT1H\"}"));
    say(server.post(key + "/capture", "{\"duration\":\"PT1H\"}"));
    Reply verdict = server.post("/v1/keys/verify", "{\"key\":" + quoted + "}");
    String row = verdict.json().get("log_id").asText();
    String escaped = "{\\\"a\\\":\\\"" + canary + "\\\"}";
    say(server.post(
        "/v1/logs",
        "[{\"log_id\":\"" + row + "\",\"request_data\":" + quoted + ",\"response_data\":\""
            + escaped + "\"},{\"log_id\":" + quoted + "}]"));
    say(server.post(
        "/v1/logs",
        "[{\"log_id\":\"" + row + "\",\"request_data\":" + quoted + ",\"response_data\":\""
            + escaped + "\"}]"));
    say(server.post("/v1/logs", "[{\"api_key\":" + quoted + ",\"request_data\":7}]"));
  }

  private void say(Reply reply) {
    said.add(reply.text());
    said.add(reply.headers().toString());
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(hash);
  }
}
