package io.keybearer.server.gateway.envoy;

import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.server.gateway.Needs;
import io.keybearer.server.gateway.OriginalRequest;
import io.keybearer.server.problem.ServerProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code CheckRequest} tells: the original request, and what the operator wrote beside its
 * route ({@code context_extensions}).
 *
 * @param source the address that Envoy was reached from; empty when it does not say
 * @param method the HTTP method
 * @param path path and query
 * @param headers every line of every field, by name in lower case
 * @param extensions what the operator wrote
 */
record EnvoyRequest(
    String source,
    @Nullable String method,
    @Nullable String path,
    Map<String, List<String>> headers,
    Map<String, String> extensions) {
  private static final String BEARER = "bearer ";

  EnvoyRequest {
    headers = Map.copyOf(headers);
    extensions = Map.copyOf(extensions);
  }

  /**
   * Reads the message.
   *
   * @throws MalformedMessageException when it is none
   */
  static EnvoyRequest read(byte[] message) {
    Reading reading = new Reading();
    ProtoReader request = new ProtoReader(message);
    while (request.next()) {
      if (request.field() == 1) {
        reading.attributes(request.message());
      } else {
        request.skip();
      }
    }
    return new EnvoyRequest(
        reading.source, reading.method, reading.path, reading.headers, reading.extensions);
  }

  /**
   * What the request needs: as the operator wrote it beside its route, or else beside the key. Envoy
   * itself adds the name of the virtual host.
   *
   * @throws InvalidRequestException when something else stands there, for instance a misspelt name
   */
  Needs needs(Needs besideTheKey) {
    Map<String, String> said = new HashMap<>(extensions);
    said.remove("virtual_host");
    for (String name : said.keySet()) {
      if (!name.equals(Needs.SCOPE) && !name.equals(Needs.PERMISSION)) {
        throw new InvalidRequestException(
            List.of(FieldProblem.of("context_extensions", ServerProblem.UNKNOWN_PARAMETER)));
      }
    }
    return said.isEmpty() ? besideTheKey : Needs.of(said);
  }

  /** The same as gateways tell it. */
  OriginalRequest original(ClientAddressResolver resolver) {
    String forwarded = resolver.header().headerName().toLowerCase(Locale.ROOT);
    return new OriginalRequest(
        credentials("authorization", true),
        credentials("x-api-key", false),
        method,
        path,
        resolver.resolve(source, lines(forwarded)).orElse(null),
        joined("referer"),
        joined("origin"),
        joined("user-agent"));
  }

  /** Envoy joins the lines of a field with commas, which no key holds. */
  private List<String> credentials(String name, boolean bearerOnly) {
    List<String> parted = new ArrayList<>();
    for (String line : lines(name)) {
      boolean joined = !bearerOnly || line.regionMatches(true, 0, BEARER, 0, BEARER.length());
      parted.addAll(joined ? List.of(line.split(",", -1)) : List.of(line));
    }
    return parted;
  }

  private List<String> lines(String name) {
    return headers.getOrDefault(name, List.of());
  }

  private @Nullable String joined(String name) {
    List<String> lines = lines(name);
    return lines.isEmpty() ? null : String.join(", ", lines);
  }

  /** What has been read so far. */
  private static final class Reading {
    private String source = "";
    private @Nullable String method;
    private @Nullable String path;
    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, String> extensions = new HashMap<>();

    void attributes(ProtoReader attributes) {
      while (attributes.next()) {
        switch (attributes.field()) {
          case 1 -> peer(attributes.message());
          case 4 -> request(attributes.message());
          case 10 -> attributes.entry(extensions);
          default -> attributes.skip();
        }
      }
    }

    private void peer(ProtoReader peer) {
      while (peer.next()) {
        if (peer.field() == 1) {
          address(peer.message());
        } else {
          peer.skip();
        }
      }
    }

    private void address(ProtoReader address) {
      while (address.next()) {
        if (address.field() != 1) {
          address.skip();
          continue;
        }
        ProtoReader socket = address.message();
        while (socket.next()) {
          if (socket.field() == 2) {
            source = socket.text();
          } else {
            socket.skip();
          }
        }
      }
    }

    private void request(ProtoReader request) {
      while (request.next()) {
        if (request.field() == 2) {
          http(request.message());
        } else {
          request.skip();
        }
      }
    }

    private void http(ProtoReader http) {
      while (http.next()) {
        switch (http.field()) {
          case 2 -> method = http.text();
          case 3 -> header(http.message());
          case 4 -> path = http.text();
          case 13 -> headerMap(http.message());
          default -> http.skip();
        }
      }
    }

    private void headerMap(ProtoReader map) {
      while (map.next()) {
        if (map.field() == 1) {
          header(map.message());
        } else {
          map.skip();
        }
      }
    }

    /** An entry of the map, or a line of the list that comes in its place; both say it so. */
    private void header(ProtoReader header) {
      String name = "";
      String value = "";
      while (header.next()) {
        switch (header.field()) {
          case 1 -> name = header.text();
          case 2 -> value = header.text();
          case 3 -> value = header.latin();
          default -> header.skip();
        }
      }
      headers
          .computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
          .add(value);
    }
  }
}
