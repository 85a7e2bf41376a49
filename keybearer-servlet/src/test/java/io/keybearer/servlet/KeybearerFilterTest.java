package io.keybearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.policy.ForwardingHeader;
import io.keybearer.store.tck.MovableClock;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of an application behind the filter, over HTTP. */
class KeybearerFilterTest {
  private static final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setStatus(201);
      response
          .getWriter()
          .print(request.getRemoteUser()
              + " "
              + request.getAuthType()
              + " "
              + KeyedRequest.key(request).map(key -> key.attributes().name()).orElse("nobody")
              + " "
              + request.isUserInRole("SCOPE_write")
              + " "
              + request.isUserInRole("orders:read")
              + " "
              + request.isUserInRole("orders"));
    }
  }

  private final MovableClock clock = MovableClock.at(Instant.parse("2026-03-10T09:30:00Z"));
  private final FilterBench bench = new FilterBench(clock);
  private JettyApplication application;

  @BeforeEach
  void start() {
    application = new JettyApplication(KeybearerFilter.builder(KeyVerifier.of(bench.keybearer))
            .rule("GET /health", Requirement.open())
            .rule("* /orders/refunds", Requirement.scope(Scope.ADMIN))
            .rule("* /orders/export", Requirement.byMethod().and("orders:export"))
            .rule("* /anything", Requirement.anyScope())
            .clientAddress(
                ClientAddress.through(List.of("127.0.0.1"), ForwardingHeader.X_FORWARDED_FOR))
            .realm("shop")
            .build())
        .servlet("/*", new Orders())
        .start();
  }

  @AfterEach
  void stop() {
    application.close();
    bench.close();
  }

  @Test
  void withoutAKeyItIs401AndSaysWhereToPutOne() {
    HttpResponse<String> answer = application.send(application.to("/orders"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer realm=\"shop\"");
    assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .startsWith("{\"type\":\"urn:keybearer:problem:unauthenticated\","
            + "\"code\":\"UNAUTHENTICATED\",\"title\":\"Unauthorized\",\"status\":401,"
            + "\"detail\":\"No accepted credential came with the request.");
    assertThat(answer.body()).contains("\"request_id\":\"").endsWith(",\"errors\":[]}");
  }

  @Test
  void aWrongKeyLooksLikeAnUnknownOneAndItsTextIsNotRepeated() {
    String good = bench.issue(draft -> draft).text().reveal();
    for (String wrong :
        List.of("nonsense", good.substring(0, good.length() - 1) + "!", "kb_s_" + "x".repeat(62))) {
      HttpResponse<String> answer = application.send(bearer("/orders", wrong));

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"shop\", error=\"invalid_token\"");
      assertThat(answer.body())
          .contains("\"code\":\"UNAUTHENTICATED\"", "\"reason\":\"NOT_FOUND\"")
          .doesNotContain(wrong);
    }
  }

  @Test
  void anAcceptedKeyIsWhoTheApplicationSees() {
    IssuedKey key =
        bench.issue(draft -> draft.scope(Scope.WRITE).permissions(List.of("orders:*", "orders")));

    HttpResponse<String> answer = application.send(bearer("/orders", key.text().reveal()));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body())
        .isEqualTo("key:" + key.key().prefix() + " API_KEY key 1 true true false");
    ApiKeyLog row = bench.completedRow(key.key().id());
    assertThat(row.statusCode()).isEqualTo(201);
    assertThat(row.outcome()).isEqualTo("VALID");
    assertThat(row.method()).isEqualTo("GET");
    assertThat(row.endpoint()).isEqualTo("/shop/orders");
    assertThat(row.ipAddress()).isEqualTo("127.0.0.1");
    assertThat(row.executionTime()).isNotNull().isBetween(0.0, 60_000.0);
  }

  @Test
  void aBareFieldCarriesAKeyTooAndTheQueryNever() {
    String key = bench.issue(draft -> draft).text().reveal();

    assertThat(
            application.send(application.to("/orders").header("X-API-Key", key)).statusCode())
        .isEqualTo(201);
    assertThat(application.send(application.to("/orders?api_key=" + key)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void twoCredentialsAreOneTooMany() {
    String key = bench.issue(draft -> draft).text().reveal();

    HttpResponse<String> answer = application.send(bearer("/orders", key).header("X-API-Key", key));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"CREDENTIAL_REPEATED\"").doesNotContain(key);
  }

  @Test
  void revokedAndExpiredKeysAre401WithTheirReason() {
    IssuedKey revoked = bench.issue(draft -> draft);
    bench.keybearer.administration().keys().revoke(revoked.key().id(), IfVersion.any(), "lost");
    IssuedKey expired =
        bench.issue(draft -> draft.expiresAt(clock.instant().plus(Duration.ofHours(1))));
    clock.advance(Duration.ofHours(1));

    assertRefused(revoked, "/orders", 401, "KEY_UNUSABLE", "REVOKED");
    assertRefused(expired, "/orders", 401, "KEY_UNUSABLE", "EXPIRED");
  }

  @Test
  void anAddressCountsAsTrustedProxiesTellIt() {
    IssuedKey key = bench.issue(draft -> draft.allowedIps(List.of("203.0.113.0/24")));

    assertRefused(key, "/orders", 403, "KEY_RESTRICTED", "IP_DENIED");
    assertThat(application
            .send(bearer("/orders", key.text().reveal())
                .header("X-Forwarded-For", "198.51.100.9, 203.0.113.7"))
            .statusCode())
        .isEqualTo(201);
    assertThat(application
            .send(bearer("/orders", key.text().reveal())
                .header("X-Forwarded-For", "203.0.113.7, 198.51.100.9"))
            .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aMethodNeedsItsScopeAndARuleItsOwn() {
    IssuedKey reader = bench.issue(draft -> draft);
    IssuedKey writer = bench.issue(draft -> draft.scope(Scope.WRITE));

    HttpResponse<String> refused = application.send(
        bearer("/orders", reader.text().reveal()).POST(BodyPublishers.ofString("x")));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains("\"code\":\"KEY_RESTRICTED\"", "\"reason\":\"INSUFFICIENT_SCOPE\"");
    assertThat(bench.completedRow(reader.key().id()).statusCode()).isEqualTo(403);
    assertRefused(writer, "/orders/refunds", 403, "KEY_RESTRICTED", "INSUFFICIENT_SCOPE");
    assertThat(application
            .send(bearer("/anything", reader.text().reveal()).POST(BodyPublishers.noBody()))
            .statusCode())
        .isEqualTo(201);
  }

  @Test
  void aRuleHoldsHoweverItsPathIsWritten() {
    String reader = bench.issue(draft -> draft).text().reveal();

    for (String path : List.of(
        "/orders/refunds",
        "/orders/%72efunds",
        "/orders;a=b/refunds",
        "/orders/refunds;a=b",
        "/orders/refunds?x")) {
      assertThat(application.send(bearer(path, reader)).statusCode()).as(path).isEqualTo(403);
    }
    for (String path : List.of("/orders;x/../orders/refunds", "/health/..;/orders", "/a%5C../b")) {
      assertThat(application.send(bearer(path, reader)).statusCode()).as(path).isEqualTo(400);
    }
  }

  @Test
  void aPermissionIsAskedWhereARuleNamesIt() {
    IssuedKey without = bench.issue(draft -> draft);
    IssuedKey with = bench.issue(draft -> draft.permissions(List.of("orders:*")));

    assertRefused(without, "/orders/export", 403, "KEY_RESTRICTED", "INSUFFICIENT_PERMISSION");
    assertThat(application.send(bearer("/orders/export", with.text().reveal())).statusCode())
        .isEqualTo(201);
  }

  @Test
  void anOpenPathNeedsNoKeyAndLooksAtNone() {
    assertThat(application.send(application.to("/health")).body()).startsWith("null null nobody");
    assertThat(application.send(bearer("/health", "nonsense")).statusCode()).isEqualTo(201);
    assertThat(application
            .send(application.to("/health").POST(BodyPublishers.noBody()))
            .statusCode())
        .isEqualTo(401);
  }

  @Test
  void limitsAreToldAndAUsedUpOneIs429() {
    IssuedKey key = bench.issue(draft -> draft.rateLimit(1L).rateLimitWindow(60L));

    HttpResponse<String> first = application.send(bearer("/orders", key.text().reveal()));
    HttpResponse<String> second = application.send(bearer("/orders", key.text().reveal()));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(header(first, "RateLimit-Policy")).isEqualTo("\"default\";q=1;w=60");
    assertThat(header(first, "RateLimit")).startsWith("\"default\";r=0;t=");
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.body())
        .contains("\"code\":\"RATE_LIMITED\"", "\"title\":\"Too Many Requests\"");
    assertThat(Long.parseLong(header(second, "Retry-After"))).isBetween(1L, 60L);
    assertThat(header(second, "RateLimit")).startsWith("\"default\";r=0;t=");
  }

  @Test
  void aHeadGetsTheStatusAndNoBody() {
    String key = bench.issue(draft -> draft).text().reveal();

    HttpResponse<String> refused =
        application.send(application.to("/orders").method("HEAD", BodyPublishers.noBody()));
    HttpResponse<String> accepted =
        application.send(bearer("/orders", key).method("HEAD", BodyPublishers.noBody()));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEmpty();
    assertThat(accepted.statusCode()).isEqualTo(201);
  }

  @Test
  void problemsComeInTheReadersLanguage() {
    HttpResponse<String> answer =
        application.send(application.to("/orders").header("Accept-Language", "pt-BR, en;q=0.5"));

    assertThat(header(answer, "Content-Language")).isEqualTo("pt");
    assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"", "credencial");
  }

  private void assertRefused(IssuedKey key, String path, int status, String code, String reason) {
    HttpResponse<String> answer = application.send(bearer(path, key.text().reveal()));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("\"code\":\"" + code + "\"", "\"reason\":\"" + reason + "\"")
        .doesNotContain(key.text().reveal());
    ApiKeyLog row = bench.completedRow(key.key().id());
    assertThat(row.statusCode()).isEqualTo(status);
    assertThat(row.outcome()).isEqualTo(reason);
  }

  private HttpRequest.Builder bearer(String path, String key) {
    return application.to(path).header("Authorization", "Bearer " + key);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
