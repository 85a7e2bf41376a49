package io.keybearer.server.http;

import io.keybearer.lifecycle.IfVersion;
import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions as entity tags: {@code "3"} (RFC 9110, sections 8.8.3 and 13.1.1). */
public final class EntityTags {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");
  private static final int LONGEST = 1_000;

  private EntityTags() {}

  /** The tag of a version. */
  public static String of(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Reads the lines of an If-Match field. Weak tags never match, nor do tags that are none of ours.
   *
   * @throws KeybearerException {@code IF_MATCH_INVALID}
   */
  static IfVersion ifMatch(List<String> lines) {
    if (lines.isEmpty()) {
      return IfVersion.any();
    }
    String field = String.join(",", lines).strip();
    if (field.equals("*")) {
      return IfVersion.any();
    }
    return new IfVersion(versions(field));
  }

  private static Set<Long> versions(String field) {
    Set<Long> versions = new HashSet<>();
    Matcher entry = ENTRY.matcher(field);
    int at = 0;
    while (at < field.length()) {
      if (field.length() > LONGEST || !entry.find(at) || entry.start() != at) {
        throw invalid();
      }
      String tag = entry.group(2);
      if (entry.group(1) == null && VERSION.matcher(tag).matches()) {
        versions.add(Long.parseLong(tag));
      }
      at = entry.end();
    }
    if (field.isEmpty() || field.endsWith(",")) {
      throw invalid();
    }
    return versions;
  }

  private static KeybearerException invalid() {
    return new KeybearerException(ServerProblem.IF_MATCH_INVALID);
  }
}
