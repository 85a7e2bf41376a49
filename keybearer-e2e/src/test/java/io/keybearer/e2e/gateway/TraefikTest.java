package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Traefik's contract without Traefik: the check as its {@code forwardAuth} sends it, and what it makes
 * of the answer by the rules of its documentation and of the example.
 */
final class TraefikTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static Keys keys;
  private static JsonNode middlewares;

  @BeforeAll
  static void start() throws IOException {
    keys = new Keys();
    middlewares = new ObjectMapper(new YAMLFactory())
        .readTree(GatewayProcess.examples().resolve("traefik/dynamic.yaml").toFile())
        .at("/http/middlewares");
  }

  @AfterAll
  static void stop() {
    keys.close();
  }

  /** What comes from {@code 203.0.113.7} goes through the three middlewares. */
  private static HttpResponse<String> check(
      String middleware, String method, String uri, Map<String, String> fields)
      throws IOException, InterruptedException {
    String address = middlewares
        .at("/" + middleware + "/forwardAuth/address")
        .asText()
        .replace("http://127.0.0.1:8787", keys.server().address());
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    fields.forEach(request::setHeader);
    request.setHeader("X-Keybearer-Gateway", keys.gateway());
    request.setHeader("X-Forwarded-Method", method);
    request.setHeader("X-Forwarded-Proto", "https");
    request.setHeader("X-Forwarded-Port", "443");
    request.setHeader("X-Forwarded-Host", "shop.example");
    request.setHeader("X-Forwarded-Server", "traefik");
    request.setHeader("X-Forwarded-Uri", uri);
    request.setHeader("X-Forwarded-For", "203.0.113.7");
    request.setHeader("Accept-Encoding", "gzip");
    return CLIENT.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The fields that go on to the service. */
  private static Map<String, List<String>> after(
      HttpResponse<String> answer, Map<String, String> fields) {
    JsonNode rules = middlewares.at("/keybearer/forwardAuth");
    Pattern taken = Pattern.compile(rules.get("authResponseHeadersRegex").asText());
    Map<String, List<String>> going = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach((name, value) -> going.put(name, List.of(value)));
    going.put("X-Keybearer-Gateway", List.of(keys.gateway()));
    rules.get("authResponseHeaders").forEach(name -> going.remove(name.asText()));
    going.keySet().removeIf(name -> taken.matcher(name).find());
    answer.headers().map().forEach((name, values) -> {
      if (taken.matcher(name).find()) {
        going.put(name, values);
      }
    });
    return going;
  }

  @Test
  void theServiceHearsWhoseRequestItIsAndNothingOfKeys() throws Exception {
    Keys.Made key = keys.make(",\"allowed_ips\":[\"203.0.113.0/24\"]");
    Map<String, String> fields = Map.of(
        "Authorization", "Bearer " + key.text(),
        "Accept", "*/*",
        "X-Keybearer-User", "forged",
        "x_keybearer_company", "forged");

    HttpResponse<String> answer = check("keybearer", "POST", "/orders/7?x=1", fields);

    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, List<String>> going = after(answer, fields);
    assertThat(going.get("X-Keybearer-Key-Id")).containsExactly(key.id());
    assertThat(going).containsKey("Accept");
    assertThat(going.toString())
        .doesNotContain("forged")
        .doesNotContain(key.text())
        .doesNotContain(keys.gateway());
  }

  @Test
  void refusalsAreAnsweredAsTheyAre() throws Exception {
    HttpResponse<String> nothing = check("keybearer", "GET", "/", Map.of());
    assertThat(nothing.statusCode()).isEqualTo(401);
    assertThat(nothing.headers().firstValue("WWW-Authenticate")).isPresent();
    Map<String, String> once =
        Map.of("X-API-Key", keys.make(",\"rate_limit\":1").text());
    assertThat(check("keybearer", "GET", "/", once).statusCode()).isEqualTo(200);
    HttpResponse<String> spent = check("keybearer", "GET", "/", once);
    assertThat(spent.statusCode()).isEqualTo(429);
    assertThat(spent.headers().map()).containsKeys("Retry-After", "RateLimit");
    assertThat(spent.body()).contains("RATE_LIMITED");
  }

  @Test
  void aRouteThatNeedsMoreAsksForMore() throws Exception {
    Map<String, String> plain = Map.of("X-API-Key", keys.make("").text());
    assertThat(check("keybearer-exports", "GET", "/exports/a", plain).statusCode())
        .isEqualTo(403);
    Map<String, String> exporting =
        Map.of("X-API-Key", keys.make(",\"permissions\":[\"orders:export\"]").text());
    assertThat(check("keybearer-exports", "GET", "/exports/a", exporting).statusCode())
        .isEqualTo(200);
  }
}
