package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.log.ApiKeyLog;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example called over HTTP, with every kind of key: the answer, and the row in the log. */
abstract class ShopCalls {
  /** The example that is called. */
  abstract RunningShop shop();

  @Test
  void withoutAKeyItIs401() throws Exception {
    HttpResponse<String> answer = shop().send(shop().to("/orders/7"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"keybearer\"");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
  }

  @Test
  void aWrongKeyIs401() throws Exception {
    String good = shop().issue(draft -> draft).text().reveal();
    String wrong = good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0");

    HttpResponse<String> answer =
        shop().send(shop().to("/orders/7").header("Authorization", "Bearer " + wrong));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"keybearer\", error=\"invalid_token\"");
    assertThat(answer.body()).contains("\"reason\":\"NOT_FOUND\"").doesNotContain(wrong);
  }

  @Test
  void anAcceptedKeyIsServedAndLogged() throws Exception {
    IssuedKey key = shop().issue(draft -> draft.name("billing"));

    HttpResponse<String> answer = shop().send(shop().to("/orders/7?q=1", key));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("order 7 for billing");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    ApiKeyLog row = shop().row(key.key().id());
    assertThat(row.outcome()).isEqualTo("VALID");
    assertThat(row.statusCode()).isEqualTo(200);
    assertThat(row.method()).isEqualTo("GET");
    assertThat(row.endpoint()).isEqualTo("/orders/7");
    assertThat(row.ipAddress()).isEqualTo("127.0.0.1");
    assertThat(row.executionTime()).isNotNull();
  }

  @Test
  void aKeyMayComeInAFieldOfItsOwn() throws Exception {
    IssuedKey key = shop().issue(draft -> draft);

    assertThat(shop().send(shop().to("/orders/7").header("X-API-Key", key.text().reveal()))
            .statusCode())
        .isEqualTo(200);
  }

  @Test
  void twoCredentialsAre400() throws Exception {
    IssuedKey key = shop().issue(draft -> draft);

    HttpResponse<String> answer =
        shop().send(shop().to("/orders/7", key).header("X-API-Key", key.text().reveal()));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"CREDENTIAL_REPEATED\"");
  }

  @Test
  void aRevokedKeyIs401() throws Exception {
    IssuedKey key = shop().issue(draft -> draft);
    shop().keybearer().administration().keys().revoke(key.key().id(), IfVersion.any(), "lost");

    assertRefused(shop().to("/orders/7", key), key, 401, "KEY_UNUSABLE", "REVOKED");
  }

  @Test
  void anExpiredKeyIs401() throws Exception {
    Instant soon = Instant.now().plusMillis(300);
    IssuedKey key = shop().issue(draft -> draft.expiresAt(soon));
    while (!Instant.now().isAfter(soon.plusMillis(200))) {
      Thread.onSpinWait();
    }

    assertRefused(shop().to("/orders/7", key), key, 401, "KEY_UNUSABLE", "EXPIRED");
  }

  @Test
  void anAddressThatIsNotListedIs403() throws Exception {
    IssuedKey key = shop().issue(draft -> draft.allowedIps(List.of("203.0.113.0/24")));

    assertRefused(
        shop().to("/orders/7", key).header("X-Forwarded-For", "203.0.113.7, 198.51.100.9"),
        key,
        403,
        "KEY_RESTRICTED",
        "IP_DENIED");
    assertThat(shop().send(shop().to("/orders/7", key)
                .header("X-Forwarded-For", "198.51.100.9, 203.0.113.7"))
            .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aMethodAboveTheScopeIs403() throws Exception {
    IssuedKey key = shop().issue(draft -> draft);

    assertRefused(
        shop().to("/orders", key).POST(BodyPublishers.noBody()),
        key,
        403,
        "KEY_RESTRICTED",
        "INSUFFICIENT_SCOPE");
  }

  /** A form of the same application would need a CSRF token; a program with a key needs none. */
  @Test
  void aKeyOfTheScopeWriteMayPost() throws Exception {
    IssuedKey key = shop().issue(draft -> draft.scope(Scope.WRITE));

    HttpResponse<String> answer =
        shop().send(shop().to("/orders", key).POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("created");
  }

  @Test
  void aMethodOfAControllerAsksForMore() throws Exception {
    IssuedKey writer = shop().issue(draft -> draft.scope(Scope.WRITE));
    IssuedKey admin = shop().issue(draft -> draft.scope(Scope.ADMIN));

    HttpResponse<String> refused = shop().send(shop().to("/orders/7", writer).DELETE());

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"code\":\"KEY_RESTRICTED\"");
    assertThat(shop().row(writer.key().id()).statusCode()).isEqualTo(403);
    assertThat(shop().send(shop().to("/orders/7", admin).DELETE()).statusCode()).isEqualTo(204);
    assertThat(shop().row(admin.key().id()).statusCode()).isEqualTo(204);
  }

  @Test
  void aPermissionIsHeldByNameAndByEverythingAboveIt() throws Exception {
    IssuedKey without = shop().issue(draft -> draft.permissions(List.of("orders:read")));
    IssuedKey exact = shop().issue(draft -> draft.permissions(List.of("orders:export")));
    IssuedKey above = shop().issue(draft -> draft.permissions(List.of("orders:*")));

    assertThat(shop().send(shop().to("/exports", without)).statusCode()).isEqualTo(403);
    assertThat(shop().send(shop().to("/exports", exact)).body()).isEqualTo("everything");
    assertThat(shop().send(shop().to("/exports", above)).body()).isEqualTo("everything");
  }

  @Test
  void aLimitIsToldAndKept() throws Exception {
    IssuedKey key = shop().issue(draft -> draft.rateLimit(1L).rateLimitWindow(3600L));

    HttpResponse<String> first = shop().send(shop().to("/orders/7", key));
    HttpResponse<String> second = shop().send(shop().to("/orders/7", key));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"default\";q=1;w=3600");
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.body()).contains("\"code\":\"RATE_LIMITED\"");
    assertThat(second.headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(1L, 3600L);
    assertThat(shop().rows(key.key().id(), 2))
        .extracting(ApiKeyLog::outcome, ApiKeyLog::statusCode)
        .containsExactlyInAnyOrder(tuple("VALID", 200), tuple("RATE_LIMITED", 429));
  }

  @Test
  void whatIsNotThereIs404AndLoggedAsThat() throws Exception {
    IssuedKey key = shop().issue(draft -> draft);

    assertThat(shop().send(shop().to("/nothing", key)).statusCode()).isEqualTo(404);
    assertThat(shop().row(key.key().id()).statusCode()).isEqualTo(404);
  }

  private void assertRefused(
      HttpRequest.Builder request, IssuedKey key, int status, String code, String reason)
      throws Exception {
    HttpResponse<String> answer = shop().send(request);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("\"code\":\"" + code + "\"", "\"reason\":\"" + reason + "\"")
        .doesNotContain(key.text().reveal());
    ApiKeyLog row = shop().row(key.key().id());
    assertThat(row.outcome()).isEqualTo(reason);
    assertThat(row.statusCode()).isEqualTo(status);
  }
}
