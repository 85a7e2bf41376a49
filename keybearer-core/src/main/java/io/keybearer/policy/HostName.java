package io.keybearer.policy;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host of a URL in the one form that is compared: an address in canonical text (IPv6 in
 * brackets), or a DNS name of lower-case IDNA A-labels without the dot at its end.
 *
 * <p>{@code java.net.IDN} knows IDNA 2003 only, which turns {@code straße.example} into {@code
 * strasse.example}, another site than the one a browser goes to, and folds look-alikes. So a label
 * beyond ASCII is taken only if it comes back from its A-label unchanged but for case; who needs
 * more writes the A-label ({@code xn--…}).
 *
 * @param text the compared form
 * @param isAddress whether it is an IP literal, which has no subdomains
 */
record HostName(String text, boolean isAddress) {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  /** Reads a host as it stands in a URL; null when it is none. */
  static @Nullable HostName parse(String raw) {
    if (raw.startsWith("[")) {
      return bracketed(raw);
    }
    String name = raw.endsWith(".") ? raw.substring(0, raw.length() - 1) : raw;
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return null;
    }
    StringBuilder out = new StringBuilder(name.length());
    for (int start = 0, end; start <= name.length(); start = end + 1) {
      int dot = name.indexOf('.', start);
      end = dot < 0 ? name.length() : dot;
      String label = aLabel(name.substring(start, end));
      if (label == null) {
        return null;
      }
      out.append(start == 0 ? "" : ".").append(label);
    }
    return out.length() > LONGEST_NAME ? null : named(out.toString());
  }

  private static @Nullable HostName bracketed(String raw) {
    String inner = raw.substring(1, Math.max(1, raw.length() - 1));
    IpAddress address = inner.indexOf(':') < 0 ? null : IpAddress.parseOrNull(inner);
    if (address == null || !raw.endsWith("]")) {
      return null;
    }
    return new HostName(address.isIpv4() ? address.toString() : "[" + address + "]", true);
  }

  /** A name whose last label is a number is an IPv4 address to a browser, or nothing at all. */
  private static @Nullable HostName named(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    boolean hex = last.startsWith("0x");
    if (!hex && !isNumber(last)) {
      return new HostName(name, false);
    }
    IpAddress address = IpAddress.parseOrNull(name);
    return address == null ? null : new HostName(address.toString(), true);
  }

  private static @Nullable String aLabel(String label) {
    String ascii = label;
    if (!isAscii(label)) {
      ascii = toAscii(Normalizer.normalize(label, Normalizer.Form.NFC));
    }
    return ascii == null ? null : letterDigitHyphen(ascii);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String toAscii(String label) {
    try {
      String ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
      String back = IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES);
      return back.equals(label.toLowerCase(Locale.ROOT)) ? ascii : null;
    } catch (IllegalArgumentException notAName) {
      return null;
    }
  }

  private static @Nullable String letterDigitHyphen(String label) {
    int length = label.length();
    if (length == 0
        || length > LONGEST_LABEL
        || label.charAt(0) == '-'
        || label.charAt(length - 1) == '-') {
      return null;
    }
    for (int i = 0; i < length; i++) {
      char c = label.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-') {
        return null;
      }
    }
    return label.toLowerCase(Locale.ROOT);
  }
}
