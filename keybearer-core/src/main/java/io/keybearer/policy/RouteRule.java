package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods and a path that a key may be used for: {@code GET /orders/*}, {@code GET,HEAD /orders},
 * {@code * /health}, {@code GET /*}.
 *
 * <p>Methods are upper case, {@code *} means any, and {@code GET} does not include {@code HEAD}. A
 * path is exact, trailing slash and all, or ends in {@code /*} and matches what is below by whole
 * segments: {@code /orders/*} matches {@code /orders/7} and not {@code /orders}, which is listed as
 * well if it is meant. Paths compare after dot segments and %-escapes are normalised (RFC 3986
 * section 6.2.2).
 */
public final class RouteRule {
  private static final int LONGEST = 2048;
  private static final int LONGEST_METHOD = 32;

  /** Empty means any. */
  private final List<String> methods;

  private final PathPattern path;

  private RouteRule(List<String> methods, PathPattern path) {
    this.methods = methods;
    this.path = path;
  }

  /**
   * Reads a rule: methods joined by commas or {@code *}, one space, a path.
   *
   * @throws InvalidValueException with {@code ROUTE_INVALID} when it has another form, or a query, a
   *     fragment or a star elsewhere
   */
  public static RouteRule parse(String text) {
    int space = text.indexOf(' ');
    if (space < 1 || text.length() > LONGEST) {
      throw invalid();
    }
    String names = text.substring(0, space);
    List<String> methods = names.equals("*")
        ? List.of()
        : Arrays.stream(names.split(",", -1)).distinct().toList();
    PathPattern path = PathPattern.parse(text.substring(space + 1));
    if (path == null || !methods.stream().allMatch(RouteRule::isMethod)) {
      throw invalid();
    }
    return new RouteRule(methods, path);
  }

  /**
   * Says whether a request may pass.
   *
   * @param method as it stands in the request; methods are case-sensitive (RFC 9110 section 9.1)
   * @param endpoint the path, which starts with a slash; a query and fragment after it are ignored.
   *     A path that servers could read in different ways never passes.
   */
  public boolean permits(String method, String endpoint) {
    String normalPath = normalPath(endpoint);
    return normalPath != null && permitsNormal(method, normalPath);
  }

  /**
   * Says whether every server reads this path as the same one, as {@link #permits} needs it to.
   *
   * @param endpoint as there
   */
  public static boolean isClear(String endpoint) {
    return normalPath(endpoint) != null;
  }

  static @Nullable String normalPath(String endpoint) {
    return UrlPath.normalize(endpoint.substring(0, WebUrl.firstOf("?#", endpoint, 0)));
  }

  boolean permitsNormal(String method, String normalPath) {
    return (methods.isEmpty() || methods.contains(method)) && path.matches(normalPath);
  }

  /** Says whether every request that the other rule lets pass may pass by this one. */
  public boolean covers(RouteRule other) {
    boolean coversMethods =
        methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods));
    return coversMethods && path.covers(other.path);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RouteRule that
        && methods.equals(that.methods)
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return methods.hashCode() * 31 + path.hashCode();
  }

  /** The canonical text, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return (methods.isEmpty() ? "*" : String.join(",", methods)) + " " + path;
  }

  private static boolean isMethod(String name) {
    if (name.isEmpty() || name.length() > LONGEST_METHOD) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'A' && c <= 'Z';
      if (!letter && (i == 0 || (c != '-' && c != '_' && !(c >= '0' && c <= '9')))) {
        return false;
      }
    }
    return true;
  }

  private static InvalidValueException invalid() {
    return new InvalidValueException(ProblemCode.ROUTE_INVALID);
  }
}
