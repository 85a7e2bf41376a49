package io.keybearer.server.http;

import io.keybearer.key.TimeOrderedIds;
import java.util.List;
import java.util.regex.Pattern;

/** Names requests: by the X-Request-Id that came, when it is harmless, or by a new UUID. */
public final class RequestIds {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final TimeOrderedIds ids;

  /** Takes new ones from here. */
  public RequestIds(TimeOrderedIds ids) {
    this.ids = ids;
  }

  /** The name of a request with these lines of the field. */
  public String of(List<String> lines) {
    return lines.size() == 1 && HARMLESS.matcher(lines.get(0)).matches()
        ? lines.get(0)
        : ids.next().toString();
  }
}
