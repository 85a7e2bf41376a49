package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * A pattern {@code [http(s)://]host[:port][/path]} for the pages a key may be used from, for example
 * {@code https://*.example.com/app/*}.
 *
 * <ul>
 *   <li>The host is exact, or {@code *.} and a suffix: one or more labels before it, never the suffix
 *       itself. Names compare as lower-case IDNA A-labels without a dot at the end; addresses are
 *       exact, IPv6 in brackets.
 *   <li>No scheme means both; no port means any. A page without a port has its scheme's own.
 *   <li>No path, {@code /} and {@code /*} mean any. {@code /app/*} means everything below {@code
 *       /app/}, by whole segments; list {@code /app} too if it is meant. Every other path is exact,
 *       after dot segments and %-escapes are normalised (RFC 3986 section 6.2.2).
 * </ul>
 */
public final class RefererPattern {
  private static final int LONGEST = 2048;

  private final @Nullable Boolean https;
  private final boolean subdomains;
  private final HostName host;
  private final String suffix;
  private final int port;
  private final PathPattern path;

  private RefererPattern(
      @Nullable Boolean https, boolean subdomains, HostAndPort authority, PathPattern path) {
    this.https = https;
    this.subdomains = subdomains;
    this.host = authority.host();
    this.suffix = "." + authority.host().text();
    this.port = authority.port();
    this.path = path;
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidValueException with {@code REFERER_INVALID} when it has another form, or a query,
   *     fragment, user-info, backslash, space, control character or a star elsewhere
   */
  public static RefererPattern parse(String text) {
    int scheme = WebUrl.authorityStart(text);
    int start = Math.max(scheme, 0);
    boolean subdomains = text.startsWith("*.", start);
    int end = WebUrl.firstOf("/", text, start);
    int hostStart = subdomains ? start + 2 : start;
    if (text.length() > LONGEST || WebUrl.hasUnsafeCharacters(text)) {
      throw invalid();
    }
    HostAndPort authority = HostAndPort.parse(text.substring(hostStart, end));
    PathPattern path = end == text.length() ? PathPattern.ANY : path(text.substring(end));
    if (authority == null || path == null || (subdomains && authority.host().isAddress())) {
      throw invalid();
    }
    Boolean https = scheme < 0 ? null : scheme == "https://".length();
    return new RefererPattern(https, subdomains, authority, path);
  }

  boolean matchesOrigin(WebUrl page) {
    return (https == null || https == page.https())
        && (port == HostAndPort.NO_PORT || port == page.port())
        && (subdomains ? isBelow(page.host()) : host.equals(page.host()));
  }

  boolean matchesPath(WebUrl page) {
    String pagePath = page.path();
    return path.isAny() || (pagePath != null && path.matches(pagePath));
  }

  /**
   * Says whether every page that the other pattern matches is matched by this one. May say no where
   * only the meaning, not the text, shows it.
   */
  public boolean covers(RefererPattern other) {
    return (https == null || https.equals(other.https))
        && (port == HostAndPort.NO_PORT || port == other.port)
        && coversHost(other)
        && path.covers(other.path);
  }

  private boolean coversHost(RefererPattern other) {
    if (!subdomains) {
      return !other.subdomains && host.equals(other.host);
    }
    return isBelow(other.host) || (other.subdomains && host.equals(other.host));
  }

  private boolean isBelow(HostName name) {
    return !name.isAddress() && name.text().endsWith(suffix);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RefererPattern that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The canonical text, which {@link #parse} reads back. */
  @Override
  public String toString() {
    return (https == null ? "" : https ? "https://" : "http://")
        + (subdomains ? "*." : "")
        + host.text()
        + (port == HostAndPort.NO_PORT ? "" : ":" + port)
        + (path.isAny() ? "" : path);
  }

  /** A pattern's path; {@code /} alone means any here. */
  private static @Nullable PathPattern path(String text) {
    PathPattern path = PathPattern.parse(text);
    return path != null && path.path().equals("/") ? PathPattern.ANY : path;
  }

  private static InvalidValueException invalid() {
    return new InvalidValueException(ProblemCode.REFERER_INVALID);
  }
}
