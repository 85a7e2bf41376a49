package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * Reads a node with an optional port, as the forwarding headers write it (RFC 7239 section 6):
 * {@code 192.0.2.7}, {@code 192.0.2.7:4711}, {@code [2001:db8::7]}, {@code [2001:db8::7]:4711}, and
 * where bare IPv6 is taken also {@code 2001:db8::7}.
 */
final class ForwardedNode {
  /** Takes IPv6 without brackets, as {@code X-Forwarded-For} has it. */
  static final boolean BARE_IPV6 = true;

  /** Takes IPv6 in brackets only, as {@code Forwarded} has it. */
  static final boolean BRACKETED_IPV6 = false;

  private ForwardedNode() {}

  /** The node's address; null when the text is none, {@code unknown} or a made-up name. */
  static @Nullable IpAddress address(String node, boolean bareIpv6) {
    if (node.startsWith("[")) {
      int bracket = node.indexOf(']');
      boolean closed = bracket > 0 && isEndOrPort(node, bracket + 1);
      return closed ? ipv6(node.substring(1, bracket)) : null;
    }
    int colon = node.indexOf(':');
    if (colon < 0) {
      return IpAddress.parseOrNull(node);
    }
    if (colon == node.lastIndexOf(':')) {
      return isEndOrPort(node, colon) ? IpAddress.parseOrNull(node.substring(0, colon)) : null;
    }
    return bareIpv6 ? ipv6(node) : null;
  }

  private static @Nullable IpAddress ipv6(String text) {
    return text.indexOf(':') < 0 ? null : IpAddress.parseOrNull(text);
  }

  private static boolean isEndOrPort(String node, int start) {
    if (start == node.length()) {
      return true;
    }
    int digits = node.length() - start - 1;
    if (node.charAt(start) != ':' || digits < 1 || digits > 5) {
      return false;
    }
    for (int i = start + 1; i < node.length(); i++) {
      if (node.charAt(i) < '0' || node.charAt(i) > '9') {
        return false;
      }
    }
    return Integer.parseInt(node, start + 1, node.length(), 10) <= 65535;
  }
}
