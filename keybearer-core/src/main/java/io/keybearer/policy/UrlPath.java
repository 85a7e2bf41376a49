package io.keybearer.policy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Brings the path of a URL to its one normal form (RFC 3986 section 6.2.2), so that paths can be
 * compared as text: %-escapes of unreserved characters decoded, other escapes in upper case,
 * characters that a URL can't hold escaped as UTF-8, dot segments removed.
 *
 * <p>{@code %2F} stays what it is and never becomes a separator. What one server reads as one path
 * and another as a different one has no normal form: dot segments next to an escaped slash or
 * backslash, or before path parameters ({@code ..;x}), and {@code ..} over a segment that is empty
 * or holds such a mark, which servers that merge slashes or decode first count otherwise. An escape
 * is decoded once: a server that decodes twice is out of reach.
 */
final class UrlPath {
  private static final int LONGEST = 8192;
  private static final String PLAIN = "-._~!$&'()*+,;=:@/";
  private static final String HEX = "0123456789ABCDEF";

  private UrlPath() {}

  /** The normal form of a path that starts with a slash; null when it has none. */
  static @Nullable String normalize(String path) {
    if (path.isEmpty() || path.charAt(0) != '/' || path.length() > LONGEST) {
      return null;
    }
    String escaped = isPlain(path) ? path : escape(path);
    return escaped == null ? null : withoutDotSegments(escaped);
  }

  private static boolean isPlain(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (!isPlain(path.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int c) {
    return isAlphanumeric(c) || PLAIN.indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static @Nullable String escape(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    for (int i = 0; i < path.length(); ) {
      int c = path.codePointAt(i);
      if (c == '%') {
        if (!appendEscape(path, i, out)) {
          return null;
        }
        i += 3;
        continue;
      }
      if (isPlain(c)) {
        out.append((char) c);
      } else if (c <= ' ' || c == '\\' || c == '?' || c == '#' || isUnusable(c)) {
        return null;
      } else {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          appendOctet(octet & 0xff, out);
        }
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isUnusable(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean appendEscape(String path, int percent, StringBuilder out) {
    if (percent + 2 >= path.length()) {
      return false;
    }
    int upper = digit(path.charAt(percent + 1));
    int lower = digit(path.charAt(percent + 2));
    int octet = upper << 4 | lower;
    if (upper < 0 || lower < 0 || octet < ' ' || octet == 0x7f) {
      return false;
    }
    if (isAlphanumeric(octet) || "-._~".indexOf(octet) >= 0) {
      out.append((char) octet);
    } else {
      appendOctet(octet, out);
    }
    return true;
  }

  /** The value of an ASCII hex digit, or -1; {@code Character.digit} takes other scripts' too. */
  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static void appendOctet(int octet, StringBuilder out) {
    out.append('%').append(HEX.charAt(octet >>> 4)).append(HEX.charAt(octet & 15));
  }

  private static @Nullable String withoutDotSegments(String path) {
    if (path.indexOf('.') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int start = 1, end; start <= path.length(); start = end + 1) {
      int slash = path.indexOf('/', start);
      end = slash < 0 ? path.length() : slash;
      String segment = path.substring(start, end);
      if (segment.equals(".") || segment.equals("..")) {
        if (segment.length() == 2 && !removeLast(out)) {
          return null;
        }
        if (slash < 0) {
          out.append('/');
        }
      } else if (hidesDots(segment)) {
        return null;
      } else {
        out.append('/').append(segment);
      }
    }
    return out.toString();
  }

  /** Removes the last segment, unless some server counts it as none or as several. */
  private static boolean removeLast(StringBuilder out) {
    int slash = out.lastIndexOf("/");
    if (slash < 0) {
      return true;
    }
    String segment = out.substring(slash + 1);
    if (segment.isEmpty() || !open(segment).equals(segment) || segment.indexOf(';') >= 0) {
      return false;
    }
    out.setLength(slash);
    return true;
  }

  private static boolean hidesDots(String segment) {
    if (segment.indexOf('%') < 0 && segment.indexOf(';') < 0) {
      return false;
    }
    String opened = open(segment);
    for (int start = 0, end; start <= opened.length(); start = end + 1) {
      int slash = opened.indexOf('/', start);
      end = slash < 0 ? opened.length() : slash;
      int semicolon = opened.indexOf(';', start);
      String piece = opened.substring(start, semicolon >= 0 && semicolon < end ? semicolon : end);
      if (piece.equals(".") || piece.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /** The segment with its escaped separators as a server sees them that decodes first. */
  private static String open(String segment) {
    return segment.replace("%2F", "/").replace("%5C", "/").replace("%3B", ";");
  }
}
