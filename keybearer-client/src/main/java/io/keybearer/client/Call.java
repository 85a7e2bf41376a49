package io.keybearer.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the contract, ready to be sent.
 *
 * @param method the HTTP method
 * @param path below the server's address, already escaped
 * @param query parameters by name
 * @param body the JSON to send, where there is any; may hold a key
 * @param repetition what a broken connection allows
 * @param ifVersion sent as {@code If-Match}
 * @param patience how much longer than other calls it may take
 */
record Call(
    String method,
    String path,
    Map<String, String> query,
    @Nullable Object body,
    Repetition repetition,
    @Nullable Long ifVersion,
    Duration patience) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** When a call may be sent again. */
  enum Repetition {
    /** It changes nothing: whenever it failed. */
    HARMLESS,
    /** It carries an {@code Idempotency-Key}: whenever it failed. */
    WITH_IDEMPOTENCY_KEY,
    /** Only when it was certainly not done: no connection, or 503. */
    ONLY_WHEN_NOT_DONE
  }

  Call {
    query = Map.copyOf(query);
  }

  static Call get(String path) {
    return get(path, Map.of());
  }

  static Call get(String path, Map<String, String> query) {
    return new Call("GET", path, query, null, Repetition.HARMLESS, null, Duration.ZERO);
  }

  static Call write(String method, String path, @Nullable Object body) {
    return new Call(
        method, path, Map.of(), body, Repetition.WITH_IDEMPOTENCY_KEY, null, Duration.ZERO);
  }

  static Call ask(String path, Object body) {
    return new Call(
        "POST", path, Map.of(), body, Repetition.ONLY_WHEN_NOT_DONE, null, Duration.ZERO);
  }

  /** A question with a body, which changes nothing. */
  static Call look(String path, Object body) {
    return new Call("POST", path, Map.of(), body, Repetition.HARMLESS, null, Duration.ZERO);
  }

  Call ifVersion(@Nullable Long version) {
    return new Call(method, path, query, body, repetition, version, patience);
  }

  /** The same, answered when every live node has applied the change, or the time is over. */
  Call waiting(Duration atMost) {
    if (atMost.compareTo(Duration.ofSeconds(1)) < 0
        || atMost.compareTo(LONGEST_WAIT) > 0
        || !atMost.equals(Duration.ofSeconds(atMost.toSeconds()))) {
      throw new IllegalArgumentException("expected to wait for 1 to 30 whole seconds");
    }
    Map<String, String> more = new LinkedHashMap<>(query);
    more.put("wait", "all");
    more.put("wait_seconds", Long.toString(atMost.toSeconds()));
    return new Call(method, path, more, body, repetition, ifVersion, atMost);
  }

  /** Puts names into the {@code {}} places of a path, each as one segment. */
  static String path(String template, String... segments) {
    String path = template;
    for (String segment : segments) {
      if (segment.isEmpty()) {
        throw new IllegalArgumentException("expected an id or name, got an empty text");
      }
      int place = path.indexOf("{}");
      path = path.substring(0, place) + escape(segment) + path.substring(place + 2);
    }
    return path;
  }

  /** The whole address under a server's own. */
  URI address(String server) {
    String parameters = query.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(parameter -> parameter.getKey() + "=" + escape(parameter.getValue()))
        .collect(Collectors.joining("&"));
    return URI.create(server + path + (parameters.isEmpty() ? "" : "?" + parameters));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
