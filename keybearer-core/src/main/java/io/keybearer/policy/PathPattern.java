package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * One path exactly, or with {@code prefix} everything below it, whole segments only: {@code /app/*}
 * matches {@code /app/} and {@code /app/x}, and neither {@code /app} nor {@code /application}.
 *
 * @param path the path in normal form; ends in a slash when it is a prefix
 * @param prefix whether everything that starts with the path matches
 */
record PathPattern(String path, boolean prefix) {
  /** Every path. */
  static final PathPattern ANY = new PathPattern("/", true);

  /** Reads {@code /path} or {@code /path/*}; null when it is neither. */
  static @Nullable PathPattern parse(String text) {
    boolean prefix = text.endsWith("/*");
    String path = UrlPath.normalize(prefix ? text.substring(0, text.length() - 1) : text);
    // A star elsewhere would be a literal one, which is never what its author meant.
    return path == null || path.indexOf('*') >= 0 ? null : new PathPattern(path, prefix);
  }

  boolean matches(String normalPath) {
    return prefix ? normalPath.startsWith(path) : normalPath.equals(path);
  }

  boolean isAny() {
    return prefix && path.length() == 1;
  }

  boolean covers(PathPattern other) {
    return prefix ? other.path.startsWith(path) : equals(other);
  }

  @Override
  public String toString() {
    return prefix ? path + "*" : path;
  }
}
