package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPResponseProperties;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls as Envoy makes them, with the classes that are generated from its own definitions. */
final class EnvoyTest {
  private static Keys keys;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    keys = new Keys();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", keys.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    keys.close();
  }

  private static <S extends AbstractStub<S>> S proven(S stub, String key) {
    io.grpc.Metadata metadata = new io.grpc.Metadata();
    metadata.put(
        io.grpc.Metadata.Key.of("x-keybearer-gateway", io.grpc.Metadata.ASCII_STRING_MARSHALLER),
        key);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static CheckRequest request(
      String method, String path, Map<String, String> headers, Map<String, String> extensions) {
    return CheckRequest.newBuilder()
        .setAttributes(AttributeContext.newBuilder()
            .setSource(AttributeContext.Peer.newBuilder()
                .setAddress(Address.newBuilder()
                    .setSocketAddress(
                        SocketAddress.newBuilder().setAddress("203.0.113.7").setPortValue(4711))))
            .setRequest(AttributeContext.Request.newBuilder()
                .setHttp(AttributeContext.HttpRequest.newBuilder()
                    .setId("1")
                    .setMethod(method)
                    .setPath(path)
                    .setHost("shop.example")
                    .setScheme("https")
                    .setSize(-1)
                    .setProtocol("HTTP/1.1")
                    .putAllHeaders(headers)))
            .putAllContextExtensions(extensions))
        .build();
  }

  private static CheckResponse check(CheckRequest request) {
    return proven(AuthorizationGrpc.newBlockingStub(channel), keys.gateway())
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .check(request);
  }

  private static CheckResponse check(String key, String method, String path) {
    return check(request(method, path, Map.of("authorization", "Bearer " + key), Map.of()));
  }

  private static Map<String, String> values(List<HeaderValueOption> options) {
    return options.stream()
        .peek(option -> {
          assertThat(option.getAppendAction())
              .isEqualTo(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
        })
        .collect(Collectors.toMap(
            option -> option.getHeader().getKey(), option -> option.getHeader().getValue()));
  }

  @Test
  void tellsTheServiceWhoItIsAndRemovesTheKeyAndWhatIsForged() {
    Keys.Made key = keys.make(",\"permissions\":[\"orders:*\"],\"rate_limit\":5");
    Map<String, String> headers = new HashMap<>();
    headers.put("authorization", "Bearer " + key.text());
    headers.put(":path", "/orders/7");
    headers.put("accept", "*/*");
    headers.put("x-keybearer-user", "forged");
    headers.put("x_keybearer_company", "forged");
    headers.put("x-keybearer-scope", "forged");

    CheckResponse answer = check(request("GET", "/orders/7?x=1", headers, Map.of()));

    assertThat(answer.getStatus().getCode()).isEqualTo(Status.Code.OK.value());
    Map<String, String> identity = values(answer.getOkResponse().getHeadersList());
    assertThat(identity)
        .containsEntry("X-Keybearer-Key-Id", key.id())
        .containsEntry("X-Keybearer-Scope", "write")
        .containsEntry("X-Keybearer-Permissions", "orders:*");
    assertThat(answer.getOkResponse().getHeadersToRemoveList())
        .containsExactlyInAnyOrder("authorization", "x-keybearer-user", "x_keybearer_company");
    assertThat(values(answer.getOkResponse().getResponseHeadersToAddList()))
        .containsEntry("RateLimit-Policy", "\"default\";q=5;w=3600")
        .containsKey("RateLimit");
    assertThat(answer.getDynamicMetadata().getFieldsOrThrow("log_id").getStringValue())
        .isEqualTo(identity.get("X-Keybearer-Log-Id"));
    assertThat(answer.toString()).doesNotContain(key.text());
  }

  @Test
  void answersInTheServicesPlace() {
    CheckResponse nothing = check(request("GET", "/", Map.of(), Map.of()));
    assertThat(nothing.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED.value());
    assertThat(nothing.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(401);
    assertThat(values(nothing.getDeniedResponse().getHeadersList()))
        .containsEntry("WWW-Authenticate", "Bearer realm=\"keybearer\"")
        .containsEntry("Content-Type", "application/problem+json");
    assertThat(nothing.getDeniedResponse().getBody()).contains("UNAUTHENTICATED");

    String reading = keys.make(",\"scope\":\"read\"").text();
    assertThat(check(reading, "DELETE", "/").getDeniedResponse().getStatus().getCodeValue())
        .isEqualTo(403);
    String once = keys.make(",\"rate_limit\":1").text();
    assertThat(check(once, "GET", "/").hasOkResponse()).isTrue();
    CheckResponse spent = check(once, "GET", "/");
    assertThat(spent.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(429);
    assertThat(values(spent.getDeniedResponse().getHeadersList()))
        .containsKeys("Retry-After", "RateLimit", "X-Keybearer-Log-Id");
  }

  @Test
  void aKeyThatComesTwiceIsRefused() {
    String key = keys.make("").text();
    assertThat(check(request(
                "GET", "/", Map.of("authorization", "Bearer " + key + ",Bearer " + key), Map.of()))
            .getDeniedResponse()
            .getStatus()
            .getCodeValue())
        .isEqualTo(400);
  }

  @Test
  void judgesByAddressRouteAndWhatTheOperatorWroteBesideTheRoute() {
    String here = keys.make(",\"allowed_ips\":[\"203.0.113.7\"]").text();
    assertThat(check(here, "GET", "/").hasOkResponse()).isTrue();
    String elsewhere = keys.make(",\"allowed_ips\":[\"198.51.100.7\"]").text();
    assertThat(check(request(
                "GET",
                "/",
                Map.of("x-api-key", elsewhere, "x-forwarded-for", "198.51.100.7"),
                Map.of()))
            .hasDeniedResponse())
        .isTrue();
    String routed = keys.make(",\"routes\":[\"GET /orders/*\"]").text();
    assertThat(check(routed, "GET", "/orders/../admin").hasDeniedResponse()).isTrue();
    assertThat(check(routed, "GET", "/orders/7?q").hasOkResponse()).isTrue();
    Map<String, String> headers =
        Map.of("authorization", "Bearer " + keys.make("").text());
    Map<String, String> export = Map.of("scope", "write", "permission", "orders:export");
    assertThat(check(request("GET", "/", headers, export)).hasDeniedResponse()).isTrue();
  }

  @Test
  void aGatewayThatDoesNotProveItselfLetsNothingThrough() {
    CheckRequest good = request("GET", "/", Map.of("x-api-key", keys.make("").text()), Map.of());
    for (AuthorizationGrpc.AuthorizationBlockingStub stub : List.of(
        AuthorizationGrpc.newBlockingStub(channel),
        proven(AuthorizationGrpc.newBlockingStub(channel), "nonsense"),
        proven(AuthorizationGrpc.newBlockingStub(channel), keys.make("").text()))) {
      CheckResponse answer = stub.check(good);
      assertThat(answer.hasOkResponse()).isFalse();
      assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
    }
  }

  @Test
  void theAccessLogCompletesRows() throws Exception {
    Keys.Made key = keys.make("");
    CheckResponse passed = check(key.text(), "PATCH", "/orders/7");
    String byMetadata = passed.getDynamicMetadata().getFieldsOrThrow("log_id").getStringValue();
    String once = keys.make(",\"rate_limit\":1").text();
    check(once, "GET", "/");
    String byHeader = values(check(once, "GET", "/").getDeniedResponse().getHeadersList())
        .getOrDefault("X-Keybearer-Log-Id", "none");
    HTTPAccessLogEntry first = HTTPAccessLogEntry.newBuilder()
        .setCommonProperties(AccessLogCommon.newBuilder()
            .setDuration(Duration.newBuilder().setSeconds(1).setNanos(250_000_000))
            .setMetadata(Metadata.newBuilder()
                .putFilterMetadata(
                    "envoy.filters.http.ext_authz",
                    Struct.newBuilder()
                        .putFields(
                            "log_id",
                            Value.newBuilder().setStringValue(byMetadata).build())
                        .build())))
        .setResponse(HTTPResponseProperties.newBuilder().setResponseCode(UInt32Value.of(207)))
        .build();
    HTTPAccessLogEntry second = HTTPAccessLogEntry.newBuilder()
        .setCommonProperties(AccessLogCommon.newBuilder()
            .setTimeToLastDownstreamTxByte(Duration.newBuilder().setNanos(2_000_000)))
        .setResponse(HTTPResponseProperties.newBuilder()
            .setResponseCode(UInt32Value.of(429))
            .putResponseHeaders("x-keybearer-log-id", byHeader))
        .build();

    assertThat(stream(keys.gateway(), first, second).get(10, TimeUnit.SECONDS)).isNotNull();

    Awaitility.await().untilAsserted(() -> {
      String rows = keys.send("GET", "/v1/logs?company=acme", "");
      assertThat(row(rows, byMetadata))
          .contains("\"status_code\":207")
          .contains("\"execution_time\":1250")
          .contains("\"method\":\"PATCH\"")
          .contains("\"endpoint\":\"/orders/7\"");
      assertThat(row(rows, byHeader))
          .contains("\"status_code\":429")
          .contains("\"execution_time\":2");
    });
  }

  private static String row(String rows, String id) {
    int start = rows.indexOf("{\"id\":\"" + id);
    assertThat(start).as("%s in %s", id, rows).isNotNegative();
    return rows.substring(start, rows.indexOf('}', start));
  }

  private static CompletableFuture<StreamAccessLogsResponse> stream(
      String gateway, HTTPAccessLogEntry... entries) {
    CompletableFuture<StreamAccessLogsResponse> answered = new CompletableFuture<>();
    StreamObserver<StreamAccessLogsMessage> messages = proven(
            AccessLogServiceGrpc.newStub(channel), gateway)
        .streamAccessLogs(new StreamObserver<>() {
          @Override
          public void onNext(StreamAccessLogsResponse response) {
            answered.complete(response);
          }

          @Override
          public void onError(Throwable failure) {
            answered.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            answered.completeExceptionally(new AssertionError("no answer"));
          }
        });
    for (HTTPAccessLogEntry entry : entries) {
      messages.onNext(StreamAccessLogsMessage.newBuilder()
          .setHttpLogs(StreamAccessLogsMessage.HTTPAccessLogEntries.newBuilder().addLogEntry(entry))
          .build());
    }
    messages.onCompleted();
    return answered;
  }

  @Test
  void anAccessLogOfAStrangerIsRefused() {
    assertThatThrownBy(() ->
            stream("nonsense", HTTPAccessLogEntry.getDefaultInstance()).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("GATEWAY_REFUSED");
  }

  @Test
  void otherMethodsAreUnknown() {
    assertThatThrownBy(() ->
            io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc.newBlockingStub(channel)
                .shouldRateLimit(
                    io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNIMPLEMENTED");
  }
}
