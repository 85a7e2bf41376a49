package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.server.RawHttp;
import io.keybearer.server.Reply;
import io.keybearer.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every route alike. */
class GroundTest {
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
  void answersUnknownAddressWithProblem() {
    Reply reply = server.get("/v1/nothing").expect(404, "ROUTE_NOT_FOUND");

    assertThat(reply.json().get("type").asText())
        .isEqualTo("urn:keybearer:problem:route-not-found");
    assertThat(reply.json().get("request_id").asText())
        .isEqualTo(reply.header("X-Request-Id").orElseThrow());
  }

  @Test
  void namesMethodsOfAddress() {
    Reply reply = server.request("DELETE", "/v1/keys").send().expect(405, "METHOD_NOT_ALLOWED");

    assertThat(reply.header("Allow")).contains("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void answersOptionsWithMethods() {
    Reply reply = server.request("OPTIONS", "/v1/keys/verify").send().expect(204);

    assertThat(reply.header("Allow").orElseThrow()).contains("POST").contains("OPTIONS");
  }

  @Test
  void saysNothingOfAFailureWhenItAnswersOverHttp2() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (TestServer over = TestServer.start()) {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      HttpRequest.Builder request = HttpRequest.newBuilder(
              URI.create(over.server().address() + "/v1/keys"))
          .header("Authorization", "Bearer " + over.platformKey());
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("already been read");
  }

  @Test
  void answersHeadAsGetWithoutBody() {
    Reply get = server.get("/healthz/live").expect(200);
    Reply head = server.request("HEAD", "/healthz/live").send().expect(200);

    assertThat(head.text()).isEmpty();
    assertThat(head.header("Content-Length")).contains("" + get.text().length());
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
  }

  @Test
  void setsSecurityFieldsOnEveryAnswer() {
    for (String path : new String[] {"/healthz/live", "/v1/keys", "/v1/nothing"}) {
      Reply reply = server.get(path);

      assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(reply.header("Cache-Control")).contains("no-store");
      assertThat(reply.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'");
    }
  }

  @Test
  void keepsHarmlessRequestIdAndReplacesOthers() {
    assertThat(requestId("order-77_a")).isEqualTo("order-77_a");
    assertThat(requestId("a b")).isNotEqualTo("a b").hasSize(36);
    assertThat(requestId("x".repeat(65))).hasSize(36);
  }

  private static String requestId(String sent) {
    return server
        .request("GET", "/healthz/live")
        .header("X-Request-Id", sent)
        .send()
        .header("X-Request-Id")
        .orElseThrow();
  }

  @Test
  void asksForCredential() {
    Reply reply = server.request("GET", "/v1/keys").anonymous().send();

    reply.expect(401, "UNAUTHENTICATED");
    assertThat(reply.header("WWW-Authenticate")).contains("Bearer realm=\"keybearer\"");
  }

  @Test
  void saysThatCredentialIsNotAccepted() {
    Reply reply = server.request("GET", "/v1/keys").key("kb_s_wrong").send();

    reply.expect(401, "UNAUTHENTICATED");
    assertThat(reply.header("WWW-Authenticate"))
        .contains("Bearer realm=\"keybearer\", error=\"invalid_token\"");
  }

  @Test
  void takesKeyFromEitherField() {
    server
        .request("GET", "/v1/self")
        .anonymous()
        .header("X-API-Key", server.platformKey())
        .send()
        .expect(200);
    server
        .request("GET", "/v1/self")
        .anonymous()
        .header("Authorization", "bearer   " + server.platformKey())
        .send()
        .expect(200);
    server
        .request("GET", "/v1/self")
        .anonymous()
        .header("Authorization", "Basic " + server.platformKey())
        .send()
        .expect(401, "UNAUTHENTICATED");
  }

  @Test
  void refusesCredentialSentTwice() {
    String key = server.platformKey();
    server
        .request("GET", "/v1/self")
        .header("X-API-Key", key)
        .send()
        .expect(400, "CREDENTIAL_REPEATED");
    assertThat(RawHttp.head(
            server.port(), "GET /v1/self HTTP/1.1\nX-API-Key: " + key + "\nX-API-Key: " + key))
        .startsWith("HTTP/1.1 400")
        .contains("CREDENTIAL_REPEATED");
  }

  @Test
  void takesNoKeyFromQuery() {
    Reply reply = server
        .request("GET", "/v1/self?api_key=" + server.platformKey())
        .send()
        .expect(400, "INVALID_REQUEST");

    assertThat(reply.errors()).containsExactly("api_key UNKNOWN_PARAMETER");
    assertThat(reply.text()).doesNotContain(server.platformKey());
  }

  @Test
  void refusesUnknownAndRepeatedParameters() {
    Reply reply = server.get("/v1/keys?limit=1&limit=2&colour=red&text=a");

    reply.expect(400, "INVALID_REQUEST");
    assertThat(reply.errors())
        .containsExactly("limit REPEATED_PARAMETER", "colour UNKNOWN_PARAMETER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/keys/%",
        "/v1/keys/%2",
        "/v1/keys/%zz",
        "/v1/keys/%ff",
        "/v1/keys/%c0%80",
        "/v1/keys/%00",
        "/v1/keys?text=%e4",
        "/v1/keys?text=%u0041",
        "/v1/keys?%=1"
      })
  void refusesMalformedEscapes(String target) {
    assertThat(RawHttp.head(server.port(), "GET " + target + " HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains("MALFORMED_ADDRESS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1",
        "json"
      })
  void refusesOtherMediaTypes(String mediaType) {
    server
        .request("POST", "/v1/companies")
        .header("Content-Type", mediaType)
        .text("{}")
        .send()
        .expect(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void refusesBodyWithoutMediaTypeAndEncodedBody() {
    server.request("POST", "/v1/companies").text("{}").send().expect(415, "UNSUPPORTED_MEDIA_TYPE");
    server
        .request("POST", "/v1/companies")
        .header("Content-Encoding", "gzip")
        .json("{}")
        .send()
        .expect(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void takesMediaTypeInAnyCaseWithCharset() {
    server
        .request("POST", "/v1/companies")
        .header("Content-Type", "Application/JSON; charset=UTF-8")
        .text("{}")
        .send()
        .expect(400, "INVALID_REQUEST");
  }

  @Test
  void refusesLargeBodyByItsLength() {
    server
        .request("POST", "/v1/companies")
        .json(" ".repeat(70_000))
        .send()
        .expect(413, "BODY_TOO_LARGE");
  }

  @Test
  void refusesLargeBodyInChunks() {
    String chunk = "8000\n" + " ".repeat(0x8000) + "\n";
    String answer = RawHttp.send(
        server.port(),
        "POST /v1/companies HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
            + "Authorization: Bearer "
            + server.platformKey()
            + "\nTransfer-Encoding: chunked\n\n"
            + chunk.repeat(3)
            + "0\n\n");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
  }

  @Test
  void refusesLongAddressAndLargeHeader() {
    assertThat(RawHttp.head(server.port(), "GET /" + "a".repeat(9_000) + " HTTP/1.1"))
        .contains(" 414 ")
        .contains("ADDRESS_TOO_LONG");
    assertThat(RawHttp.head(server.port(), "GET / HTTP/1.1\nX-Large: " + "a".repeat(17_000)))
        .contains(" 431 ")
        .contains("HEADERS_TOO_LARGE");
  }

  @Test
  void answersWhatIsNoHttpWithProblem() {
    assertThat(RawHttp.send(server.port(), "NONSENSE\n\n"))
        .startsWith("HTTP/1.")
        .contains("MALFORMED_REQUEST");
  }

  @Test
  void keepsConnectionAfterRefusalWithoutBody() {
    String two = """
        GET /v1/keys HTTP/1.1
        Host: localhost

        GET /healthz/live HTTP/1.1
        Host: localhost
        Connection: close

        """;

    assertThat(RawHttp.send(server.port(), two))
        .startsWith("HTTP/1.1 401")
        .contains("HTTP/1.1 200 OK");
  }

  @Test
  void speaksLanguageOfReader() {
    Reply german = server
        .request("GET", "/v1/nothing")
        .header("Accept-Language", "en;q=0.1, de-AT, fr;q=0.4")
        .send()
        .expect(404, "ROUTE_NOT_FOUND");

    assertThat(german.header("Content-Language")).contains("de");
    assertThat(german.json().get("detail").asText())
        .isEqualTo("Unter dieser Adresse gibt es nichts.");
    assertThat(german.json().get("title").asText()).isEqualTo("Not Found");
  }
}
