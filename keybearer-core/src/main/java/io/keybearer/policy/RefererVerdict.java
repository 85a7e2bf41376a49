package io.keybearer.policy;

/** What a list of referer patterns says about one request, and why. */
public enum RefererVerdict {
  /** The page is listed, or no page is named and the key allows that. */
  ALLOWED,
  /** The request names no page: neither {@code Referer} nor an {@code Origin} but {@code null}. */
  MISSING,
  /** A header is no http(s) URL, or holds user-info, a backslash or control characters. */
  MALFORMED,
  /** {@code Referer} and {@code Origin} name different origins. */
  ORIGINS_DISAGREE,
  /** No pattern matches. */
  NOT_LISTED,
  /**
   * The origin is listed, but with a path, and the request tells only the origin: it came as {@code
   * Origin}, or the page's referrer policy cut its path off (which is what browsers do between sites
   * by default), or the path can't be read in one way only. List the origin without a path.
   */
  PATH_UNKNOWN;

  /** Says whether the request may pass. */
  public boolean allowed() {
    return this == ALLOWED;
  }
}
