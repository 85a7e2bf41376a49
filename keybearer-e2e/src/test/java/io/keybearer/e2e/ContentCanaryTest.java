package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Secrets of every form in every field that is kept, in a server that logs all it can: none is found
 * in what it prints, answers or stores. What is harmless in the same payloads is found, so the search
 * finds what there is.
 */
final class ContentCanaryTest {
  private static final String HARMLESS = "harmless-marker-7f3a";
  private static final List<String> FORMS = List.of(
      "{\"password\":\"SECRET\",\"note\":\"" + HARMLESS + "\"}",
      "{\"a\":[{\"b\":{\"client_secret\":[\"SECRET\"],\"pin\":123}}]}",
      "{\"body\":\"{\\\"access_token\\\":\\\"SECRET\\\"}\"}",
      "[{\"name\":\"Authorization\",\"value\":\"SECRET\"}]",
      "{\"card_number\":\"SECRET\", broken",
      "user=jo&password=SECRET&x=" + HARMLESS,
      "data=%7B%22api_key%22%3A%22SECRET%22%7D",
      "Host: a\r\nCookie: sid=SECRET; b=c\r\nX-Api-Key: SECRET\r\n\r\n{\"cvv\":\"SECRET\"}",
      "please use password: SECRET",
      "<login><token>SECRET</token></login>",
      "Bearer SECRET",
      "https://user:SECRET@db.example.com/",
      "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----");

  /** Those forms, and three with the key itself. */
  private static final int PAYLOADS = FORMS.size() + 3;

  private final List<String> said = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void noSecretIsPrintedAnsweredOrStored(Databases database, @TempDir Path data)
      throws IOException {
    Map<String, String> settings = new HashMap<>(database.settings(data));
    settings.put("KEYBEARER_JAVA_OPTS", finestLogging(data));
    String printed;
    try (RunningServer server = RunningServer.start(Checkout.copy(), settings)) {
      String platform = server.keysPrinted().get(0);
      Api api = new Api(server.address(), platform);
      api.company("acme");
      Api.MadeKey key = api.key("acme", "canary", "");
      capture(api, key);
      verify(api, key);
      report(api, key);
      provoke(api, key);
      say(logs(api, key));
      say(api.get("/metrics"));
      server.stop();
      printed = server.output().replace(platform, "");
    }
    String stored = database.everythingStored(settings, data);
    assertThat(stored).contains(HARMLESS).contains("canary-agent");
    assertThat(String.join("\n", said)).contains(HARMLESS);
    for (String secret : secrets) {
      assertThat(printed).doesNotContain(secret);
      assertThat(said).noneMatch(text -> text.contains(secret));
      assertThat(stored).doesNotContain(secret);
    }
  }

  private void capture(Api api, Api.MadeKey key) {
    secrets.add(key.text().substring(key.text().length() - 40));
    String hour = "{\"duration\":\"PT1H\"}";
    assertThat(api.post("/v1/keys/" + key.id() + "/capture", hour).status()).isEqualTo(200);
    say(api.post("/v1/companies/acme/capture", hour));
  }

  private void verify(Api api, Api.MadeKey key) {
    String text = key.text();
    String escaped = text.replace("_", "%5F");
    for (String place : List.of(text, escaped, base64(text))) {
      say(api.post(
          "/v1/keys/verify",
          "{\"key\":\"" + text + "\",\"endpoint\":\"/by/" + place
              + "/x\",\"user_agent\":\"canary-agent " + place
              + "\",\"referer\":\"https://a.example.com/" + place + "\",\"method\":\"GET\"}"));
    }
    String wrong = text.substring(0, text.length() - 7) + "AAAAAAA";
    say(api.post("/v1/keys/verify", "{\"key\":\"" + wrong + "\",\"user_agent\":\"" + text + "\"}"));
  }

  private void report(Api api, Api.MadeKey key) {
    List<String> payloads = new ArrayList<>();
    FORMS.forEach(form -> payloads.add(form.replace("SECRET", secret())));
    payloads.add("see " + key.text());
    payloads.add("{\"x\":\"" + base64("{\"password\":\"" + secret() + "\"}") + "\"}");
    payloads.add("{\"x\":\"" + base64(key.text()) + "\"}");
    for (String payload : payloads) {
      Api.Said verdict = api.post("/v1/keys/verify", "{\"key\":\"" + key.text() + "\"}");
      assertThat(verdict.body()).contains("\"capture\":{\"request\":true,\"response\":true}");
      String quoted = quoted(payload);
      Api.Said receipt = api.post(
          "/v1/logs",
          "[{\"log_id\":\"" + verdict.text("log_id") + "\",\"status_code\":200,\"request_data\":"
              + quoted + ",\"response_data\":" + quoted + "},{\"api_key\":\"" + key.id()
              + "\",\"endpoint\":\"/own\",\"request_data\":" + quoted + "}]");
      assertThat(receipt.body()).contains("\"accepted\":2").contains("\"payloads_dropped\":[]");
    }
  }

  /** Requests that are wrong in ways that bring exceptions about. */
  private void provoke(Api api, Api.MadeKey key) {
    String secret = secret();
    for (String json : List.of(
        "{\"password\":\"" + secret,
        "[\"" + secret + "\"]",
        "\"" + secret + "\"",
        "[{\"log_id\":\"" + secret + "\"}]",
        "[{\"api_key\":\"" + key.id() + "\",\"request_data\":{\"" + secret + "\":\"" + secret
            + "\"}}]",
        "[{\"api_key\":\"" + key.id() + "\",\"at\":\"" + secret + "\"}]")) {
      say(api.post("/v1/logs", json));
      say(api.post("/v1/keys/verify", json));
      say(api.post("/v1/keys/" + key.id() + "/capture", json));
    }
    say(api.get("/v1/logs?cursor=" + secret));
  }

  /** The key's rows, once the last payload is among them. */
  private static Api.Said logs(Api api, Api.MadeKey key) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    Api.Said rows = api.get("/v1/logs?api_key=" + key.id() + "&limit=200");
    while (rows.body().split("\"endpoint\":\"/own\"", -1).length <= PAYLOADS) {
      assertThat(System.nanoTime()).as("rows in %s", rows.body()).isLessThan(until);
      rows = api.get("/v1/logs?api_key=" + key.id() + "&limit=200");
    }
    return rows;
  }

  private void say(Api.Said answer) {
    said.add(answer.body());
  }

  private String secret() {
    String secret =
        "Zq" + Long.toString(Math.abs(Double.doubleToLongBits(secrets.size() + 0.7)), 36);
    secrets.add(secret);
    return secret;
  }

  private static String finestLogging(Path data) throws IOException {
    Path file = data.resolve("logging.properties");
    Files.writeString(file, """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level = ALL
        .level = ALL
        """);
    return "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"
        + " -Dorg.slf4j.simpleLogger.log.io.keybearer=trace"
        + " -Djava.util.logging.config.file=" + file;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String text) {
    String escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r").replace("\n", "\\n");
    return '"' + escaped + '"';
  }

  /** Every byte of the files in a folder and below it, one character a byte. */
  static String bytesOf(Path folder) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return all.toString();
  }
}
