package io.keybearer.servlet;

import io.keybearer.policy.RouteRule;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which request needs what: the first rule that fits it, or else the default. */
final class RequestRules {
  /** A rule and what it asks. */
  record Rule(RouteRule route, Requirement requirement) {}

  private final List<Rule> rules;
  private final Requirement otherwise;

  RequestRules(List<Rule> rules, Requirement otherwise) {
    this.rules = List.copyOf(rules);
    this.otherwise = otherwise;
  }

  /**
   * What a request needs, by its path as the container leads it, without the context path.
   *
   * @throws KeybearerException {@code ADDRESS_AMBIGUOUS} when there are rules, and others could read
   *     the path as another one
   */
  Requirement of(HttpServletRequest request) {
    if (rules.isEmpty()) {
      return otherwise;
    }
    String path = led(request);
    if (!RouteRule.isClear(request.getRequestURI()) || !RouteRule.isClear(path)) {
      throw new KeybearerException(ProblemCode.ADDRESS_AMBIGUOUS);
    }
    for (Rule rule : rules) {
      if (rule.route.permits(request.getMethod(), path)) {
        return rule.requirement;
      }
    }
    return otherwise;
  }

  /** Decoded and without path parameters, as servlets are found by it; then escaped again. */
  private static String led(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return escaped(rest == null ? request.getServletPath() : request.getServletPath() + rest);
  }

  private static String escaped(String path) {
    StringBuilder escaped = new StringBuilder(path.length() + 8);
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c > ' ' && c < 0x7f && "%?#\\\"".indexOf(c) < 0) {
        escaped.append(c);
      } else {
        escaped.append('%').append(String.format("%02X", (int) c));
      }
    }
    return escaped.toString();
  }
}
