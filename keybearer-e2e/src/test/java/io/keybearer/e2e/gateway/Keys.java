package io.keybearer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import io.keybearer.store.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running Keybearer with a company and the key of a gateway. */
final class Keys implements AutoCloseable {
  private static final Pattern PRINTED = Pattern.compile("(kb_y_\\w+)");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Server server;
  private final String platformKey;
  private final String gateway;
  private int made;

  Keys() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server = Server.start(
        Settings.read(java.util.Map.of("KEYBEARER_PORT", "0")),
        InMemoryStore.create(Clock.systemUTC()),
        new PrintStream(out, true, StandardCharsets.UTF_8));
    Matcher key = PRINTED.matcher(out.toString(StandardCharsets.UTF_8));
    assertThat(key.find()).isTrue();
    platformKey = key.group(1);
    send("POST", "/v1/companies", "{\"slug\":\"acme\",\"name\":\"Acme\"}");
    gateway = make(",\"permissions\":[\"keybearer:verify\",\"keybearer:logs\"]").text();
  }

  /** A key and what it is known by. */
  record Made(String id, String text) {}

  /** Makes a key of the company, of scope write, with further members. */
  Made make(String more) {
    String scope = more.contains("\"scope\"") ? "" : ",\"scope\":\"write\"";
    String said = send(
        "POST",
        "/v1/keys",
        "{\"company\":\"acme\",\"name\":\"key " + made++ + "\""
            + (more.contains("\"type\"") ? "" : ",\"type\":\"service\"") + scope + more + "}");
    return new Made(member("id", said), member("key", said));
  }

  /** The key that gateways show. */
  String gateway() {
    return gateway;
  }

  int port() {
    return URI.create(server.address()).getPort();
  }

  Server server() {
    return server;
  }

  /** Asks with the key of the platform; the answer is a good one. */
  String send(String method, String path, String json) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
        .header("Authorization", "Bearer " + platformKey)
        .header("Content-Type", "application/json")
        .method(
            method,
            json.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(json))
        .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return answer.body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String member(String name, String json) {
    Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    assertThat(member.find()).as(json).isTrue();
    return member.group(1);
  }

  @Override
  public void close() {
    server.close();
  }
}
