package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code Referer} or {@code Origin} header says about the page a request came from.
 *
 * @param https whether the scheme is https; else it is http
 * @param host the host
 * @param port the port, the scheme's own where the header names none
 * @param path the path in normal form; null when the header tells none, or none that all servers
 *     would read alike
 */
record WebUrl(
    boolean https, HostName host, int port, @Nullable String path) {
  private static final int LONGEST = 8192;
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /** Reads a {@code Referer}: an absolute http(s) URL; null when it is none. */
  static @Nullable WebUrl ofReferer(String header) {
    int start = authorityStart(header);
    if (start < 0 || hasUnsafeCharacters(header)) {
      return null;
    }
    int end = firstOf("/?#", header, start);
    int pathEnd = firstOf("?#", header, end);
    String path = pathEnd == end ? "/" : UrlPath.normalize(header.substring(end, pathEnd));
    return of(header, start, end, path);
  }

  /** Reads an {@code Origin}: scheme, host and port, and nothing after them; else null. */
  static @Nullable WebUrl ofOrigin(String header) {
    int start = authorityStart(header);
    if (start < 0 || hasUnsafeCharacters(header)) {
      return null;
    }
    return of(header, start, header.length(), null);
  }

  /** Where the host starts in {@code http://host} or {@code https://host}; -1 without scheme. */
  static int authorityStart(String url) {
    if (url.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
      return HTTPS.length();
    }
    return url.regionMatches(true, 0, HTTP, 0, HTTP.length()) ? HTTP.length() : -1;
  }

  /** Says whether a text holds what no URL does: spaces, controls, backslashes; or is too long. */
  static boolean hasUnsafeCharacters(String text) {
    if (text.length() > LONGEST) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\\' || Character.isISOControl(c)) {
        return true;
      }
    }
    return false;
  }

  /** The first place, from a start, of one of some characters; the text's length without any. */
  static int firstOf(String characters, String text, int start) {
    int index = start;
    while (index < text.length() && characters.indexOf(text.charAt(index)) < 0) {
      index++;
    }
    return index;
  }

  boolean hasSameOriginAs(WebUrl other) {
    return https == other.https && port == other.port && host.equals(other.host);
  }

  private static @Nullable WebUrl of(String header, int start, int end, @Nullable String path) {
    HostAndPort authority = HostAndPort.parse(header.substring(start, end));
    if (authority == null) {
      return null;
    }
    boolean https = start == HTTPS.length();
    int ownPort = https ? 443 : 80;
    int port = authority.port() == HostAndPort.NO_PORT ? ownPort : authority.port();
    return new WebUrl(https, authority.host(), port, path);
  }
}
