package io.keybearer.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A further limit of a key, beside {@code rate_limit}.
 *
 * @param name unique within the key; not {@code default}
 * @param limit accepted requests a window, 1–1,000,000,000
 * @param window seconds, 1–1,000,000,000
 */
public record NamedLimit(String name, long limit, long window) {
  static NamedLimit read(JsonMembers json) {
    return new NamedLimit(json.text("name"), json.number("limit"), json.number("window"));
  }

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("limit", limit);
    members.put("window", window);
    return members;
  }
}
