package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods and paths a key may be used for; never empty, since "any" is the absence of a list.
 *
 * @param rules the entries, in the order given
 */
public record AllowedRoutes(List<RouteRule> rules) {
  /**
   * Copies the list.
   *
   * @throws InvalidValueException with {@code EMPTY_LIST} when it is empty
   */
  public AllowedRoutes {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new InvalidValueException(ProblemCode.EMPTY_LIST);
    }
  }

  /**
   * Reads a list of rules.
   *
   * @throws InvalidValueException of the first entry that {@link RouteRule#parse} refuses, or with
   *     {@code EMPTY_LIST}
   */
  public static AllowedRoutes of(List<String> texts) {
    return new AllowedRoutes(texts.stream().map(RouteRule::parse).toList());
  }

  /**
   * Says whether one of the rules lets the request pass, as {@link RouteRule#permits} tells; no when
   * the method or the endpoint is unknown.
   */
  public boolean permits(@Nullable String method, @Nullable String endpoint) {
    String normalPath = endpoint == null ? null : RouteRule.normalPath(endpoint);
    if (method == null || normalPath == null) {
      return false;
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).permitsNormal(method, normalPath)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether each rule of the other list is covered by one of this one. */
  public boolean covers(AllowedRoutes other) {
    return other.rules.stream()
        .allMatch(theirs -> rules.stream().anyMatch(ours -> ours.covers(theirs)));
  }

  /** The canonical texts, which {@link #of} reads back. */
  public List<String> texts() {
    return rules.stream().map(RouteRule::toString).toList();
  }
}
