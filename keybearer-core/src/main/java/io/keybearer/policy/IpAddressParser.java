package io.keybearer.policy;

import org.jspecify.annotations.Nullable;

/**
 * The strict reader of addresses. {@code InetAddress.getByName} takes the empty text, {@code 127.1},
 * {@code 010.8.8.8} and {@code 42}, and asks the DNS for the rest; this does none of it.
 */
final class IpAddressParser {
  private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
  private static final int GROUPS = 8;

  private IpAddressParser() {}

  static @Nullable IpAddress parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    if (text.indexOf(':') >= 0) {
      return ipv6(text);
    }
    long bits = ipv4Bits(text, 0);
    return bits < 0 ? null : IpAddress.ofIpv4(bits);
  }

  /** The 32 bits written from here to the end of the text, or -1. */
  private static long ipv4Bits(String text, int start) {
    long bits = 0;
    int position = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (position == text.length() || text.charAt(position) != '.') {
          return -1;
        }
        position++;
      }
      int first = position;
      int value = 0;
      while (position < text.length() && isDigit(text.charAt(position)) && value <= 255) {
        value = value * 10 + text.charAt(position) - '0';
        position++;
      }
      boolean leadingZero = position - first > 1 && text.charAt(first) == '0';
      if (position == first || value > 255 || leadingZero) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return position == text.length() ? bits : -1;
  }

  private static @Nullable IpAddress ipv6(String text) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = text.startsWith("::") ? 0 : -1;
    int position = gap == 0 ? 2 : 0;
    while (position < text.length()) {
      int end = endOfHex(text, position);
      if (end < text.length() && text.charAt(end) == '.') {
        return withIpv4(text, position, groups, count, gap);
      }
      if (count == GROUPS || end == position || end - position > 4) {
        return null;
      }
      groups[count++] = Integer.parseInt(text, position, end, 16);
      if (end == text.length()) {
        break;
      }
      position = end + 1;
      if (text.charAt(end) != ':' || position == text.length()) {
        return null;
      }
      if (text.charAt(position) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        position++;
      }
    }
    return assemble(groups, count, gap);
  }

  /** RFC 4291 section 2.2, form 3: the last 32 bits as an IPv4 address. */
  private static @Nullable IpAddress withIpv4(
      String text, int start, int[] groups, int count, int gap) {
    long bits = ipv4Bits(text, start);
    if (bits < 0 || count > GROUPS - 2) {
      return null;
    }
    groups[count] = (int) (bits >>> 16);
    groups[count + 1] = (int) (bits & 0xffff);
    return assemble(groups, count + 2, gap);
  }

  private static @Nullable IpAddress assemble(int[] groups, int count, int gap) {
    if (gap < 0 ? count != GROUPS : count == GROUPS) {
      return null;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < count; i++) {
      int index = gap < 0 || i < gap ? i : i + GROUPS - count;
      long group = (long) groups[i] << (48 - 16 * (index & 3));
      if (index < 4) {
        high |= group;
      } else {
        low |= group;
      }
    }
    return IpAddress.ofBits(high, low);
  }

  private static int endOfHex(String text, int start) {
    int end = start;
    while (end < text.length() && isHex(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
