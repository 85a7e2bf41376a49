package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every route of a server. Immutable. */
public final class RouteTable {
  private final List<Route> routes;

  /** The matches of paths without named segments, by their text and method: most requests. */
  private final Map<String, Map<HttpMethod, Match>> fixed = new HashMap<>();

  /** Those whose paths begin as theirs and end anyhow. */
  private final List<Route> open;

  /**
   * Makes a table.
   *
   * @throws IllegalArgumentException when a route is there twice
   */
  public RouteTable(Collection<Route> routes) {
    this.routes = routes.stream()
        .sorted(Comparator.comparing(route -> route.path().rank()))
        .toList();
    this.open = this.routes.stream().filter(route -> route.path().isOpen()).toList();
    Set<String> labels = new HashSet<>();
    for (Route route : this.routes) {
      Objects.requireNonNull(route.requirement(), route.label());
      if (!labels.add(route.label())) {
        throw new IllegalArgumentException("expected one route " + route.label());
      }
      if (route.path().isFixed()) {
        fixed
            .computeIfAbsent(route.path().toString(), path -> new HashMap<>())
            .put(route.method(), new Match(route, Map.of()));
      }
    }
  }

  /** All of them. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * A route and what its path's named segments hold.
   *
   * @param route the route
   * @param segments the decoded texts by name
   */
  record Match(Route route, Map<String, String> segments) {}

  /**
   * Finds the route of a request.
   *
   * @param path as it came
   * @throws KeybearerException {@code MALFORMED_ADDRESS} or {@code ROUTE_NOT_FOUND}
   * @throws MethodNotAllowedException when only the method is not known, and for OPTIONS
   */
  Match find(HttpMethod method, String path) {
    Map<HttpMethod, Match> byMethod = fixed.get(path);
    Match match = byMethod == null ? null : byMethod.get(method);
    if (match == null) {
      match = findOpen(method, path);
    }
    return match == null ? find(method, Address.segments(path)) : match;
  }

  private @Nullable Match findOpen(HttpMethod method, String path) {
    HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    Set<String> allowed = new TreeSet<>();
    for (Route route : open) {
      if (path.startsWith(route.path().beginning())) {
        if (route.method().equals(wanted)) {
          return new Match(route, Map.of());
        }
        allowed.add(route.method().name());
      }
    }
    if (allowed.isEmpty()) {
      return null;
    }
    throw new MethodNotAllowedException(String.join(", ", allowed));
  }

  /** Finds the route of a request by the decoded segments of its path. */
  Match find(HttpMethod method, List<String> path) {
    HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      if (route.path().isOpen()) {
        continue;
      }
      Optional<Map<String, String>> segments = route.path().match(path);
      if (segments.isPresent()) {
        if (route.method().equals(wanted)) {
          return new Match(route, segments.get());
        }
        allowed.add(route.method().name());
      }
    }
    if (allowed.isEmpty()) {
      throw new KeybearerException(ServerProblem.ROUTE_NOT_FOUND);
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    throw new MethodNotAllowedException(String.join(", ", allowed));
  }
}
