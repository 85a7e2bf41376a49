package io.keybearer.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as it stands on the wire, for routes that read more of it than others. Only for the
 * request's event loop.
 */
public final class Incoming {
  private final HttpServerRequest request;
  private final String requestId;

  /**
   * Looks at a request.
   *
   * @param requestId how answers and the log name it
   */
  public Incoming(HttpServerRequest request, String requestId) {
    this.request = request;
    this.requestId = requestId;
  }

  /** How answers and the log name it. */
  public String requestId() {
    return requestId;
  }

  /** The method, as it came. */
  public String method() {
    return request.method().name();
  }

  /** Path and query, as they came. */
  public String target() {
    return request.uri();
  }

  /**
   * The parameters of the query, decoded.
   *
   * @param known the names that the route knows
   * @throws io.keybearer.problem.KeybearerException {@code MALFORMED_ADDRESS}, or naming unknown and
   *     repeated parameters
   */
  public Map<String, String> parameters(Set<String> known) {
    String query = request.query();
    return query == null ? Map.of() : Address.parameters(query, known);
  }

  /** Every line of a field, in the order they came. */
  public List<String> lines(CharSequence name) {
    return Fields.lines(request, name);
  }

  /** The address of the socket's other end, without the zone of a link-local one. */
  public String peer() {
    return withoutZone(request.remoteAddress().hostAddress());
  }

  /** The zone of a link-local address says nothing to anybody else. */
  static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** A field that may be there once; several lines become one that no rule can read. */
  public @Nullable String joined(CharSequence name) {
    List<String> lines = lines(name);
    return lines.isEmpty() ? null : lines.size() == 1 ? lines.get(0) : String.join(", ", lines);
  }

  /** The text of a field that is there exactly once. */
  public Optional<String> single(CharSequence name) {
    List<String> lines = lines(name);
    return lines.size() == 1 ? Optional.of(lines.get(0)) : Optional.empty();
  }
}
