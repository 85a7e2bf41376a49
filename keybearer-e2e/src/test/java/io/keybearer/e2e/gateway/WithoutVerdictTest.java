package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without a verdict nothing goes through, and nobody waits long for that. */
final class WithoutVerdictTest {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static int ask(GatewayProcess gateway, String key)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + gateway.port() + "/orders"))
        .header("Authorization", "Bearer " + key)
        .timeout(BOUND)
        .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @ParameterizedTest
  @EnumSource
  void closesWhenKeybearerIsDown(Gateway kind) throws Exception {
    try (Service service = new Service()) {
      Keys keys = new Keys();
      String key = keys.make("").text();
      try (GatewayProcess gateway =
          GatewayProcess.start(kind, keys.port(), service.port(), keys.gateway())) {
        assertThat(ask(gateway, key)).isEqualTo(202);
        service.next();
        keys.close();
        assertThat(ask(gateway, key)).isBetween(500, 504);
        assertThat(service.heardNothing()).isTrue();
      } finally {
        keys.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesWhenKeybearerDoesNotAnswer(Gateway kind) throws Exception {
    try (Service service = new Service();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayProcess gateway =
            GatewayProcess.start(kind, silent.getLocalPort(), service.port(), "kb_s_whatever")) {
      assertThat(ask(gateway, "kb_s_anything")).isBetween(500, 504);
      assertThat(service.heardNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void opensInsteadWhereItsOperatorChoseSo(Gateway kind) throws Exception {
    try (Service service = new Service()) {
      Keys keys = new Keys();
      String key = keys.make("").text();
      try (GatewayProcess gateway =
          GatewayProcess.startOpening(kind, keys.port(), service.port(), keys.gateway())) {
        assertThat(ask(gateway, key)).isEqualTo(202);
        assertThat(ask(gateway, "nonsense")).isEqualTo(401);
        service.next();
        keys.close();
        assertThat(ask(gateway, key)).isEqualTo(202);
        assertThat(service.next().headers().entrySet().toString()).doesNotContain(key);
      } finally {
        keys.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsForSomebodyWithoutAnyRight(Gateway kind) throws Exception {
    try (Service service = new Service();
        Keys keys = new Keys();
        GatewayProcess gateway =
            GatewayProcess.startAsNobody(kind, keys.port(), service.port(), keys.gateway())) {
      assertThat(ask(gateway, keys.make("").text())).isEqualTo(202);
    }
  }
}
