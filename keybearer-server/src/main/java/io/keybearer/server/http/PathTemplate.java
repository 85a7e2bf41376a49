package io.keybearer.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a route's path, for example {@code /v1/keys/{id}/revoke}. Fixed segments are more
 * special than named ones, from the left.
 */
public final class PathTemplate {
  private final String text;
  private final List<String> segments;
  private final boolean open;

  private PathTemplate(String text, boolean open) {
    this.text = text;
    this.open = open;
    this.segments = List.of(text.substring(1).split("/", -1));
  }

  /** Reads a template, which begins with a slash. */
  public static PathTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("expected a path template, got " + text);
    }
    return new PathTemplate(text, false);
  }

  /**
   * Reads a template whose last, named segment stands for any rest of a path, which is neither
   * decoded nor given out: it is somebody else's.
   */
  public static PathTemplate open(String text) {
    if (!text.startsWith("/") || !text.endsWith("}")) {
      throw new IllegalArgumentException("expected a path with a named end, got " + text);
    }
    return new PathTemplate(text, true);
  }

  /** Whether its end stands for any rest. */
  boolean isOpen() {
    return open;
  }

  /** What every path of an open template begins with. */
  String beginning() {
    return text.substring(0, text.lastIndexOf('{'));
  }

  /** The named segments of a path of this form, or nothing when it has another form. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (isNamed(segment)) {
        named.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  /** Whether there is only one path of this form, whose text needs no decoding. */
  boolean isFixed() {
    return segments.stream().noneMatch(PathTemplate::isNamed) && !text.contains("%");
  }

  /** Sorts more special templates first. */
  String rank() {
    StringBuilder rank = new StringBuilder();
    segments.forEach(segment -> rank.append(isNamed(segment) ? '1' : '0'));
    return rank.toString();
  }

  private static boolean isNamed(String segment) {
    return segment.startsWith("{");
  }

  /** The template as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
