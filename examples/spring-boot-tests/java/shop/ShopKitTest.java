package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.spring.test.AutoConfigureTestKeybearer;
import io.keybearer.spring.test.TestKeys;
import io.keybearer.spring.test.TestTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** The example in a test of its own, with an engine in memory and time that moves. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureTestKeybearer
class ShopKitTest {
  @Autowired
  private TestKeys keys;

  @Autowired
  private TestTime time;

  @Value("${local.server.port}")
  private int port;

  @Test
  void anExpiredKeyIsRefused() throws Exception {
    IssuedKey key =
        keys.issue(draft -> draft.expiresAt(time.instant().plus(Duration.ofHours(1))));

    assertThat(status(key)).isEqualTo(200);
    time.pass(Duration.ofHours(1));
    assertThat(status(key)).isEqualTo(401);
  }

  @Test
  void aLimitRefillsWithTime() throws Exception {
    IssuedKey key = keys.issue(draft -> draft.rateLimit(1L).rateLimitWindow(60L));

    assertThat(status(key)).isEqualTo(200);
    assertThat(status(key)).isEqualTo(429);
    time.pass(Duration.ofMinutes(1));
    assertThat(status(key)).isEqualTo(200);
  }

  private int status(IssuedKey key) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/orders/7"))
        .header("Authorization", "Bearer " + key.text().reveal())
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
