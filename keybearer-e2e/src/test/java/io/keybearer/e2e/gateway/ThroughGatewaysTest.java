package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients and the service see of each other through gateways that are set up as the docs say. */
final class ThroughGatewaysTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<Gateway, GatewayProcess> GATEWAYS = new EnumMap<>(Gateway.class);
  private static Keys keys;
  private static Service service;

  @BeforeAll
  static void start() {
    keys = new Keys();
    service = new Service();
    for (Gateway gateway : Gateway.values()) {
      GATEWAYS.put(
          gateway, GatewayProcess.start(gateway, keys.port(), service.port(), keys.gateway()));
    }
  }

  @AfterAll
  static void stop() {
    GATEWAYS.values().forEach(GatewayProcess::close);
    service.close();
    keys.close();
  }

  @BeforeEach
  void forgetOthers() {
    service.forget();
  }

  private static GatewayProcess running(Gateway gateway) {
    return Objects.requireNonNull(GATEWAYS.get(gateway));
  }

  private static HttpRequest.Builder to(Gateway gateway, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + running(gateway).port() + path));
  }

  private static HttpRequest.Builder to(Gateway gateway, String path, String key) {
    return to(gateway, path).header("Authorization", "Bearer " + key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> refused(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(service.heardNothing()).isTrue();
    return answer;
  }

  @ParameterizedTest
  @EnumSource
  void letsThroughWithoutTheKeyAndWithItsHolder(Gateway gateway) throws Exception {
    keys.send("PUT", "/v1/companies/acme/owners/ada", "{\"active\":true}");
    Keys.Made key = keys.make(
        ",\"type\":\"user\",\"user\":\"ada\",\"permissions\":[\"orders:*\"],\"rate_limit\":50");

    HttpResponse<String> answer = send(to(gateway, "/orders/7?x=%20y", key.text())
        .header("X-Keybearer-Company", "forged")
        .header("X_Keybearer_User", "forged")
        .header("X-Keybearer-Anything", "forged")
        .header("X-Keybearer-Gateway", "forged")
        .POST(HttpRequest.BodyPublishers.ofString("a body")));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("RateLimit")).isPresent();
    assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"default\";q=50;w=3600");
    Service.Arrived arrived = service.next();
    assertThat(arrived.method()).isEqualTo("POST");
    assertThat(arrived.target()).isEqualTo("/orders/7?x=%20y");
    assertThat(arrived.bodyBytes()).isEqualTo(6);
    assertThat(arrived.lines("X-Keybearer-Key-Id")).containsExactly(key.id());
    assertThat(arrived.lines("X-Keybearer-User")).containsExactly("ada");
    assertThat(arrived.lines("X-Keybearer-Scope")).containsExactly("write");
    assertThat(arrived.lines("X-Keybearer-Permissions")).containsExactly("orders:*");
    assertThat(arrived.lines("X-Keybearer-Company")).hasSize(1);
    String everything = arrived.headers().entrySet().toString();
    assertThat(everything)
        .doesNotContain(key.text())
        .doesNotContain(keys.gateway())
        .doesNotContainIgnoringCase("x-keybearer-gateway");
    if (gateway == Gateway.NGINX) {
      // What is no field of ours nginx leaves alone.
      assertThat(arrived.lines("X-Keybearer-Anything")).containsExactly("forged");
    } else {
      assertThat(everything).doesNotContain("forged");
    }
    assertThat(arrived.lines("X_Keybearer_User")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void neitherOwnerNorPermissionsAreForged(Gateway gateway) throws Exception {
    HttpResponse<String> answer = send(to(gateway, "/", keys.make("").text())
        .header("X-Keybearer-User", "admin")
        .header("X-Keybearer-Permissions", "everything:all"));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(service.next().headers().entrySet().toString())
        .doesNotContain("admin")
        .doesNotContain("everything");
  }

  @ParameterizedTest
  @EnumSource
  void takesKeysInEitherField(Gateway gateway) throws Exception {
    String key = keys.make("").text();
    assertThat(send(to(gateway, "/").header("X-API-Key", key)).statusCode()).isEqualTo(202);
    assertThat(service.next().headers().entrySet().toString()).doesNotContain(key);
    refused(400, to(gateway, "/", key).header("X-API-Key", key));
    refused(401, to(gateway, "/?api_key=" + key));
  }

  @ParameterizedTest
  @EnumSource
  void answers401WithAChallenge(Gateway gateway) throws Exception {
    HttpResponse<String> nothing = refused(401, to(gateway, "/"));
    assertThat(nothing.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(field -> assertThat(field).startsWith("Bearer"));
    refused(401, to(gateway, "/", "nonsense"));
    refused(401, to(gateway, "/", keys.gateway() + "x"));
  }

  @ParameterizedTest
  @EnumSource
  void answersEveryCodeOfTheLifeCycle(Gateway gateway) throws Exception {
    Keys.Made revoked = keys.make("");
    keys.send("POST", "/v1/keys/" + revoked.id() + "/revoke", "{}");
    Keys.Made rotated = keys.make("");
    keys.send("POST", "/v1/keys/" + rotated.id() + "/rotate", "{\"grace\":\"PT0S\"}");
    Keys.Made disabled = keys.make("");
    keys.send("POST", "/v1/keys/" + disabled.id() + "/disable", "{}");
    Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Keys.Made early = keys.make(",\"not_before\":\"" + later + "\"");
    Keys.Made owned = keys.make(",\"type\":\"user\",\"user\":\"gone\"");
    keys.send("PUT", "/v1/companies/acme/owners/gone", "{\"active\":false}");
    for (Keys.Made key : new Keys.Made[] {revoked, rotated, disabled, early, owned}) {
      refused(401, to(gateway, "/", key.text()));
    }
    Instant soon = Instant.now().plusMillis(1_500).truncatedTo(ChronoUnit.MILLIS);
    Keys.Made brief = keys.make(",\"expires_at\":\"" + soon + "\"");
    Awaitility.await().until(() -> !Instant.now().isBefore(soon));
    HttpResponse<String> expired = refused(401, to(gateway, "/", brief.text()));
    assertThat(expired.body()).contains("EXPIRED");
  }

  @ParameterizedTest
  @EnumSource
  void answers403ForWhatTheKeyMayNotDo(Gateway gateway) throws Exception {
    refused(403, to(gateway, "/", keys.make(",\"allowed_ips\":[\"192.0.2.1\"]").text()));
    refused(
        403,
        to(gateway, "/", keys.make(",\"allowed_referers\":[\"shop.example\"]").text())
            .header("Referer", "https://evilshop.example/"));
    refused(403, to(gateway, "/", keys.make(",\"scope\":\"read\"").text()).DELETE());
    refused(403, to(gateway, "/exports/a", keys.make("").text()));
    Keys.Made routed = keys.make(",\"routes\":[\"GET /orders/*\"]");
    refused(403, to(gateway, "/orders/%2e%2e/admin", routed.text()));
    refused(403, to(gateway, "/admin?/orders/7", routed.text()));
    assertThat(send(to(gateway, "/orders/7?x", routed.text())).statusCode()).isEqualTo(202);
    service.next();
    Keys.Made exporting = keys.make(",\"permissions\":[\"orders:export\"]");
    assertThat(send(to(gateway, "/exports/a", exporting.text())).statusCode()).isEqualTo(202);
    service.next();
  }

  @ParameterizedTest
  @EnumSource
  void answers429WithRetryAfter(Gateway gateway) throws Exception {
    for (String limit : new String[] {
      ",\"rate_limit\":1,\"rate_limit_window\":3600", ",\"quota\":1,\"quota_period\":\"month\""
    }) {
      String key = keys.make(limit).text();
      assertThat(send(to(gateway, "/", key)).statusCode()).isEqualTo(202);
      service.next();
      HttpResponse<String> spent = refused(429, to(gateway, "/", key));
      assertThat(spent.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
      assertThat(spent.headers().firstValue("RateLimit"))
          .hasValueSatisfying(field -> assertThat(field).contains("r=0"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answers401OfASuspendedCompany(Gateway gateway) throws Exception {
    try (Keys others = new Keys();
        GatewayProcess own =
            GatewayProcess.start(gateway, others.port(), service.port(), platformGateway(others))) {
      String key = others.make("").text();
      others.send("PATCH", "/v1/companies/acme", "{\"status\":\"suspended\"}");
      refused(
          401,
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + own.port() + "/"))
              .header("X-API-Key", key));
    }
  }

  private static String platformGateway(Keys of) {
    String said = of.send(
        "POST",
        "/v1/keys",
        "{\"name\":\"gateway\",\"type\":\"system\",\"scope\":\"read\","
            + "\"permissions\":[\"keybearer:verify\"]}");
    return said.replaceAll("(?s).*\"key\":\"([^\"]*)\".*", "$1");
  }

  @ParameterizedTest
  @EnumSource
  void believesNoAddressThatAClientWrites(Gateway gateway) throws Exception {
    String elsewhere = keys.make(",\"allowed_ips\":[\"198.51.100.7\"]").text();
    refused(403, to(gateway, "/", elsewhere).header("X-Forwarded-For", "198.51.100.7"));
    refused(
        403,
        to(gateway, "/", elsewhere)
            .header("X-Forwarded-For", "198.51.100.7")
            .header("X-Forwarded-For", "198.51.100.7"));
    refused(
        403,
        to(gateway, "/", elsewhere)
            .header("Forwarded", "for=198.51.100.7")
            .header("X-Real-IP", "198.51.100.7"));
    String here = keys.make(",\"allowed_ips\":[\"127.0.0.1\"]").text();
    assertThat(send(to(gateway, "/", here).header("X-Forwarded-For", "198.51.100.7"))
            .statusCode())
        .isEqualTo(202);
    service.next();
  }

  @ParameterizedTest
  @EnumSource
  void believesNothingOfTheRequestThatAClientWritesInFieldsOfTheCheck(Gateway gateway)
      throws Exception {
    String reading =
        keys.make(",\"scope\":\"read\",\"routes\":[\"GET /orders/*\"]").text();
    refused(
        403,
        to(gateway, "/admin", reading)
            .header("X-Forwarded-Uri", "/orders/7")
            .header("X-Forwarded-Method", "GET")
            .header("X-Original-URL", "/orders/7")
            .DELETE());
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheServicesOwn403Alone(Gateway gateway) throws Exception {
    HttpResponse<String> answer = send(to(gateway, "/forbidden", keys.make("").text()));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEmpty();
    service.next();
  }

  @ParameterizedTest
  @EnumSource
  void closesWhenItIsNoGatewayOfOurs(Gateway gateway) throws Exception {
    try (GatewayProcess stranger =
        GatewayProcess.start(gateway, keys.port(), service.port(), keys.make("").text())) {
      HttpResponse<String> answer = refused(
          503,
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stranger.port() + "/"))
              .header("X-API-Key", keys.make("").text()));
      assertThat(answer.body()).contains("GATEWAY_REFUSED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsALogThatCompletesRows(Gateway gateway) throws Exception {
    Keys.Made key = keys.make("");
    assertThat(send(to(gateway, "/logged?secret=1", key.text()).header("User-Agent", "robot/7"))
            .statusCode())
        .isEqualTo(202);
    service.next();
    String row = Awaitility.await()
        .until(
            () -> keys.send("GET", "/v1/logs?api_key=" + key.id(), ""),
            rows -> rows.contains("\"/logged\""));
    assertThat(row).contains("\"robot/7\"").contains("\"127.0.0.1\"").contains("\"GET\"");
    String id = row.replaceAll("(?s).*\"id\":\"([^\"]*)\".*", "$1");
    Path log = running(gateway).folder().resolve(gateway.accessLog());
    Awaitility.await().until(() -> Files.readString(log).contains(id));
    ship(gateway, log);
    String completed = Awaitility.await()
        .until(
            () -> keys.send("GET", "/v1/logs?api_key=" + key.id(), ""),
            rows -> rows.contains("\"status_code\":202"));
    assertThat(completed).containsPattern("\"execution_time\":\\d");
  }

  /** As its user would: {@code keybearer logs ship}. */
  private static void ship(Gateway gateway, Path log) throws IOException, InterruptedException {
    String jars = Objects.requireNonNullElse(
        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    ProcessBuilder shipping = new ProcessBuilder(
        System.getProperty("java.home") + "/bin/java",
        "-cp",
        jars,
        "io.keybearer.cli.KeybearerCommand",
        "logs",
        "ship",
        "--format",
        gateway.name(),
        "--once",
        log.toString());
    shipping.environment().put("KEYBEARER_URL", keys.server().address());
    shipping.environment().put("KEYBEARER_KEY", keys.gateway());
    Path said = log.resolveSibling("shipped");
    Process process =
        shipping.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
