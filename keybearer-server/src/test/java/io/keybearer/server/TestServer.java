package io.keybearer.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.settings.Settings;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
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
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on a free port of the loopback interface, and a client of it. Every answer is held to the
 * contract.
 */
public final class TestServer implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("^ {2}(kb_\\S+)$", Pattern.MULTILINE);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Server server;
  private final String printed;
  private final String platformKey;

  private TestServer(Server server, String printed) {
    this.server = server;
    this.printed = printed;
    Matcher key = KEY.matcher(printed);
    this.platformKey = key.find() ? key.group(1) : "";
  }

  /** Starts over an empty store in memory. */
  public static TestServer start() {
    return start(InMemoryStore.create(Clock.systemUTC()), Map.of());
  }

  /** Starts over a store, with settings beside the free port; without a spool unless they say so. */
  public static TestServer start(Store store, Map<String, String> settings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("KEYBEARER_PORT", "0");
    environment.putIfAbsent("KEYBEARER_LOG_DURABILITY", "memory");
    Server server = Server.start(Settings.read(environment), store, print);
    return new TestServer(server, out.toString(StandardCharsets.UTF_8));
  }

  /** Starts over the database that the settings name. */
  public static TestServer startOnDatabase(Map<String, String> settings) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Server server = Server.start(Settings.read(settings), print);
    return new TestServer(server, out.toString(StandardCharsets.UTF_8));
  }

  /** The server. */
  public Server server() {
    return server;
  }

  /** What the start printed. */
  public String printed() {
    return printed;
  }

  /** The first key, as the start printed it. */
  public String platformKey() {
    return platformKey;
  }

  /** The port of the loopback interface. */
  public int port() {
    return URI.create(server.address()).getPort();
  }

  /** Begins a request with the platform's key. */
  public Request request(String method, String path) {
    return new Request(method, path).key(platformKey);
  }

  /** Asks with the platform's key. */
  public Reply get(String path) {
    return request("GET", path).send();
  }

  /** Sends JSON with the platform's key. */
  public Reply post(String path, String json) {
    return request("POST", path).json(json).send();
  }

  /** Makes a company and gives its id. */
  public String company(String slug) {
    return post("/v1/companies", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(slug, slug))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  /** Makes a key of type service, with further members such as {@code ,"rate_limit":1}. */
  public JsonNode key(String company, String name, String more) {
    String json = "{\"company\":\"%s\",\"name\":\"%s\",\"type\":\"service\",\"scope\":\"write\"%s}"
        .formatted(company, name, more);
    return post("/v1/keys", json).expect(201).json();
  }

  /** Makes a key of a company that holds these permissions, and gives its text. */
  public String holder(String company, String... permissions) {
    String list = "[\"" + String.join("\",\"", permissions) + "\"]";
    String name = "holder " + System.nanoTime();
    return key(company, name, ",\"permissions\":" + (permissions.length == 0 ? "[]" : list))
        .get("key")
        .asText();
  }

  @Override
  public void close() {
    server.close();
  }

  /** A request being made. */
  public final class Request {
    private final String method;
    private final HttpRequest.Builder builder;
    private final String path;
    private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

    private Request(String method, String path) {
      this.method = method;
      this.path = path;
      this.builder = HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    /** With this key instead of any named before. */
    public Request key(String key) {
      builder.setHeader("Authorization", "Bearer " + key);
      return this;
    }

    /** Without a key. */
    public Request anonymous() {
      return new Request(method, path).body(body);
    }

    /** With one field more. */
    public Request header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    /** With a JSON body. */
    public Request json(String json) {
      return header("Content-Type", "application/json").text(json);
    }

    /** With a body of any text. */
    public Request text(String text) {
      return body(HttpRequest.BodyPublishers.ofString(text));
    }

    /** With a body of any bytes. */
    public Request bytes(byte[] bytes) {
      return body(HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private Request body(HttpRequest.BodyPublisher publisher) {
      body = publisher;
      return this;
    }

    /** Sends it and holds the answer to the contract. */
    public Reply send() {
      try {
        HttpResponse<byte[]> response = CLIENT.send(
            builder.method(method, body).build(), HttpResponse.BodyHandlers.ofByteArray());
        Reply reply = new Reply(response);
        Contract.DOCUMENT.check(method, path, reply);
        return reply;
      } catch (IOException failure) {
        throw new UncheckedIOException(method + " " + path, failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
