package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is served beside the API: the contract, its page, metrics. */
class PagesTest {
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
  void servesTheContract() {
    Reply reply = server.request("GET", "/openapi.yaml").anonymous().send().expect(200);

    assertThat(reply.text()).startsWith("openapi: 3.1");
  }

  @Test
  void servesPageThatLoadsNothingFromElsewhere() {
    Reply page = server.request("GET", "/docs").anonymous().send().expect(200);

    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'");
    List<String> parts = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
        .matcher(page.text())
        .results()
        .map(found -> found.group(1))
        .toList();
    assertThat(parts).hasSizeGreaterThan(4).allMatch(part -> part.startsWith("/"));
    for (String part : parts) {
      Reply reply = server.request("GET", part).anonymous().send().expect(200);
      assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(reply.text()).isNotEmpty();
    }
    assertThat(page.text()).doesNotContain("<style").doesNotContain("style=");
  }

  @Test
  void servesMetricsToThePlatformAlone() {
    server.company("acme");
    server.get("/v1/nothing").expect(404);
    server.post("/v1/keys/verify", "{\"key\":\"x\"}").expect(200);
    String reader = server.holder("acme", "keybearer:read");

    server.request("GET", "/metrics").key(reader).send().expect(403, "PLATFORM_ONLY");
    String metrics = server.get("/metrics").expect(200).text();

    assertThat(metrics)
        .contains(
            "keybearer_http_requests_seconds_count{method=\"POST\",route=\"/v1/keys/verify\",status=\"200\"}")
        .contains(
            "keybearer_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}")
        .contains("keybearer_verifications_total{outcome=\"MALFORMED\"} 1.0")
        .contains("keybearer_verifier_fresh 1.0")
        .contains("jvm_memory_used_bytes")
        .doesNotContain("acme");
  }
}
