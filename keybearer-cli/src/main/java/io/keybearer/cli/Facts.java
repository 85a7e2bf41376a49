package io.keybearer.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one thing, a name and a value on each line. Not thread-safe. */
final class Facts {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Adds a fact; null says that it has no value. */
  Facts add(String name, @Nullable Object value) {
    if (value instanceof Instant instant) {
      values.put(name, Printable.instant(instant));
    } else if (value instanceof List<?> list) {
      values.put(name, list.isEmpty() ? "-" : Printable.line(join(list)));
    } else {
      values.put(name, Printable.line(value == null ? null : value.toString()));
    }
    return this;
  }

  /** Adds a fact only when it has a value. */
  Facts addIfAny(String name, @Nullable Object value) {
    boolean none = value == null || (value instanceof List<?> list && list.isEmpty());
    return none ? this : add(name, value);
  }

  /** Writes all of them, a state in its colour. */
  void print(PrintStream to, Colours colours) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach((name, value) -> {
      boolean state = name.equals("status") || name.equals("verdict");
      to.println(
          name + " ".repeat(width - name.length() + 2) + (state ? colours.state(value) : value));
    });
    to.flush();
  }

  private static String join(List<?> list) {
    return String.join(", ", list.stream().map(String::valueOf).toList());
  }
}
