package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * The {@code host[:port]} of a URL. User-info has no place in it: the text before an {@code @} is
 * how a URL pretends to lead elsewhere.
 *
 * @param host the host
 * @param port 1 to 65535, or {@link #NO_PORT}
 */
record HostAndPort(HostName host, int port) {
  /** The port of a text that names none. */
  static final int NO_PORT = 0;

  /** Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}; null otherwise. */
  static @Nullable HostAndPort parse(String text) {
    int colon = text.indexOf(':', text.startsWith("[") ? text.indexOf(']') + 1 : 0);
    HostName host = HostName.parse(colon < 0 ? text : text.substring(0, colon));
    int port = colon < 0 ? NO_PORT : port(text.substring(colon + 1));
    return host == null || port < 0 ? null : new HostAndPort(host, port);
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || text.charAt(0) == '0') {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      port = port * 10 + digit - '0';
    }
    return port > 65535 ? -1 : port;
  }
}
