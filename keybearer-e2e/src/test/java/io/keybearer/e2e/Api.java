package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server, called with a key of the platform. Thread-safe. */
final class Api {
  /** A key as its maker sees it. */
  record MadeKey(String id, String text) {}

  /** An answer. */
  record Said(int status, String body) {
    /** The first text member of this name. */
    String text(String member) {
      Matcher matcher = Pattern.compile('"' + member + "\":\"([^\"]*)\"").matcher(body);
      assertThat(matcher.find()).as("%s in %s", member, body).isTrue();
      return matcher.group(1);
    }

    /** The first number of this name. */
    long number(String member) {
      Matcher matcher = Pattern.compile('"' + member + "\":(\\d+)").matcher(body);
      assertThat(matcher.find()).as("%s in %s", member, body).isTrue();
      return Long.parseLong(matcher.group(1));
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final String key;

  Api(String address, String key) {
    this.address = address;
    this.key = key;
  }

  Said post(String path, String json) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  Said get(String path) {
    return send(request(path).GET().build());
  }

  /** Makes a company; its slug is its name. */
  void company(String slug) {
    Said said = post("/v1/companies", "{\"slug\":\"" + slug + "\",\"name\":\"" + slug + "\"}");
    assertThat(said.status()).as(said.body()).isEqualTo(201);
  }

  /** Makes a service key with further members, each beginning with a comma. */
  MadeKey key(String company, String name, String more) {
    Said said = post(
        "/v1/keys",
        "{\"company\":\"" + company + "\",\"name\":\"" + name
            + "\",\"type\":\"service\",\"scope\":\"read\"" + more + "}");
    assertThat(said.status()).as(said.body()).isEqualTo(201);
    return new MadeKey(said.text("id"), said.text("key"));
  }

  /** The code of a verification, or the status where there is none. */
  String verify(MadeKey made) {
    Said said = post("/v1/keys/verify", "{\"key\":\"" + made.text() + "\"}");
    return said.status() == 200 ? said.text("code") : Integer.toString(said.status());
  }

  /** How many of a key's rows are in the log; at most 200. */
  long rows(MadeKey made) {
    String body = get("/v1/logs?api_key=" + made.id() + "&limit=200").body();
    return Pattern.compile("\"outcome\":").matcher(body).results().count();
  }

  /** A metric without labels. */
  double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json");
  }

  private Said send(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Said(answer.statusCode(), answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
