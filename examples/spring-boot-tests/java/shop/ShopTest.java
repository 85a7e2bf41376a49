package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with keys in its own database. */
class ShopTest extends ShopCalls {
  private static RunningShop shop;

  /** In a database that has other tables already. */
  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE api_key (id INTEGER PRIMARY KEY)");
      statement.execute("CREATE TABLE company (id INTEGER PRIMARY KEY)");
    }
    shop = RunningShop.withItsOwnKeys(
        folder,
        "--keybearer.self-service.enabled=true",
        "--keybearer.self-service.with-keys=true");
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @Override
  RunningShop shop() {
    return shop;
  }

  @Test
  void operatorsSeeHealthCountsAndMeters() throws Exception {
    IssuedKey key = shop.issue(draft -> draft);

    assertThat(shop.send(shop.to("/actuator/health")).body()).contains("UP");
    assertThat(shop.send(shop.to("/actuator/keybearer", key)).body())
        .contains("\"verifications\"", "\"VALID\"", "\"fresh\":true");
    assertThat(shop.send(shop.to("/actuator/metrics/keybearer.verifications", key)).body())
        .contains("outcome");
  }

  /** By a key of theirs here, and by whatever else they sign in with. */
  @Test
  void usersLookAfterTheirOwnKeys() throws Exception {
    IssuedKey hers = shop.keybearer()
        .administration()
        .keys()
        .issue(KeyDraft.user(shop.acme().id(), "ada", "ada's").scope(Scope.WRITE));

    HttpResponse<String> made = shop.send(posted(hers, "{\"name\":\"laptop\"}"));
    HttpResponse<String> listed = shop.send(shop.to("/api-keys", hers));
    HttpResponse<String> refused =
        shop.send(posted(hers, "{\"name\":\"b\",\"user\":\"grace\"}"));

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(made.body()).contains("\"key\":\"kb_u_");
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(listed.body())
        .contains("\"name\":\"laptop\"", "\"name\":\"ada's\"")
        .doesNotContain("kb_u_", "billing");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("UNKNOWN_MEMBER");
  }

  private static HttpRequest.Builder posted(IssuedKey key, String json) {
    return shop.to("/api-keys", key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }
}
