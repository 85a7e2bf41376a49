package io.keybearer.servlet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object as it grows, for the few answers that this module gives. For one thread. */
final class JsonObject {
  private final StringBuilder json = new StringBuilder("{");

  JsonObject text(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  JsonObject number(String name, long value) {
    name(name);
    json.append(value);
    return this;
  }

  JsonObject objects(String name, List<JsonObject> values) {
    name(name);
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ",").append(values.get(i).close());
    }
    json.append(']');
    return this;
  }

  String close() {
    return json + "}";
  }

  private void name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    string(name);
    json.append(':');
  }

  private void string(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      @Nullable String escape = escape(c);
      if (escape == null) {
        json.append(c);
      } else {
        json.append(escape);
      }
    }
    json.append('"');
  }

  private static @Nullable String escape(char c) {
    if (c == '"' || c == '\\') {
      return "\\" + c;
    }
    return c < ' ' || Character.isSurrogate(c) ? String.format("\\u%04X", (int) c) : null;
  }
}
