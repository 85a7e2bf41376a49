package io.keybearer.server.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.server.FailingStore;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ground under Envoy's calls: HTTP/2 beside HTTP/1.1, and how calls end. */
class GrpcTest {
  private static final FailingStore STORE =
      new FailingStore(InMemoryStore.create(Clock.systemUTC()));
  private static Vertx vertx;
  private static HttpClient client;
  private static TestServer server;
  private static String gateway;

  @BeforeAll
  static void start() {
    server = TestServer.start(STORE.store(), Map.of("KEYBEARER_MAX_STALENESS", "PT1S"));
    server.company("acme");
    gateway = server.holder("acme", "keybearer:verify", "keybearer:logs");
    vertx = Vertx.vertx();
    client = vertx.createHttpClient(new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false)
        .setDefaultHost("127.0.0.1")
        .setDefaultPort(server.port()));
  }

  @AfterAll
  static void stop() {
    await(vertx.close());
    server.close();
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  /** The status of gRPC that a call ends with. */
  private static String call(String path, Buffer body) {
    return await(client
        .request(HttpMethod.POST, path)
        .compose(request -> request
            .putHeader("content-type", "application/grpc")
            .putHeader("x-keybearer-gateway", gateway)
            .send(body)
            .compose(response ->
                response.end().map(end -> status(response.headers(), response.trailers())))));
  }

  private static String status(MultiMap headers, MultiMap trailers) {
    String early = headers.get("grpc-status");
    return early == null ? String.valueOf(trailers.get("grpc-status")) : early;
  }

  private static Buffer check(String key) {
    return GrpcFrames.framed(ProtoWriter.message(request -> request.message(
        1,
        attributes -> attributes.message(
            4,
            inner -> inner.message(2, http -> {
              http.text(2, "GET");
              http.text(4, "/");
              http.message(3, header -> {
                header.text(1, "x-api-key");
                header.text(2, key);
              });
            })))));
  }

  @Test
  void endsEachCallWithAStatus() {
    String key = server.key("acme", "called", "").get("key").asText();
    assertThat(call(AuthorizationService.PATH, check(key))).isEqualTo("0");
    assertThat(call(AuthorizationService.PATH, check("nonsense"))).isEqualTo("0");
    assertThat(call(AuthorizationService.PATH, Buffer.buffer())).isEqualTo("3");
    assertThat(call(AuthorizationService.PATH, check(key).appendBuffer(check(key))))
        .isEqualTo("3");
    assertThat(call(AuthorizationService.PATH, GrpcFrames.framed(new byte[] {7})))
        .isEqualTo("3");
    assertThat(call(AuthorizationService.PATH, Buffer.buffer(new byte[] {0, 0, 0})))
        .isEqualTo("3");
    assertThat(call(AuthorizationService.PATH, Buffer.buffer(new byte[] {1, 0, 0, 0, 0})))
        .isEqualTo("12");
    assertThat(call(AuthorizationService.PATH, Buffer.buffer(new byte[] {0, 1, 0, 0, 0})))
        .isEqualTo("8");
    assertThat(call("/envoy.service.auth.v3.Authorization/Other", check(key))).isEqualTo("12");
    assertThat(call(AccessLogService.PATH, Buffer.buffer())).isEqualTo("0");
    assertThat(call(AccessLogService.PATH, GrpcFrames.framed(new byte[] {7}))).isEqualTo("3");
  }

  @Test
  void withoutAVerdictTheCallEndsAsUnavailable() {
    String key = server.key("acme", "unlucky", "").get("key").asText();
    STORE.takeDown();
    try {
      Awaitility.await().until(() -> server.get("/healthz/ready").status() == 503);
      assertThat(call(AuthorizationService.PATH, check(key))).isEqualTo("14");
    } finally {
      STORE.bringBack();
    }
    Awaitility.await().until(() -> server.get("/healthz/ready").status() == 200);
  }

  @Test
  void everythingElseAnswersOverHttp2Too() {
    int status = await(client
        .request(HttpMethod.POST, "/healthz/live")
        .compose(request -> request.send("a body that nobody reads"))
        .map(response -> response.statusCode()));
    assertThat(status).isEqualTo(405);
    int live = await(client
        .request(HttpMethod.GET, "/healthz/live")
        .compose(request -> request.send())
        .map(response -> response.statusCode()));
    assertThat(live).isEqualTo(200);
  }
}
