package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, without zone. An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.7}) is
 * the IPv4 address: both texts give equal values.
 */
public final class IpAddress {
  private static final long MAPPED = 0xffffL;

  /** The 128 bits; an IPv4 address in its mapped form. */
  private final long high;

  private final long low;

  private IpAddress(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /**
   * Reads an address strictly: four decimal parts without leading zeros, or the text forms of RFC
   * 4291 section 2.2. Never asks the DNS.
   *
   * @throws InvalidValueException with {@code ADDRESS_INVALID} for anything else
   */
  public static IpAddress parse(String text) {
    IpAddress address = parseOrNull(text);
    if (address == null) {
      throw new InvalidValueException(ProblemCode.ADDRESS_INVALID);
    }
    return address;
  }

  /** Reads an address as {@link #parse} does; nothing where that would throw. */
  public static Optional<IpAddress> find(String text) {
    return Optional.ofNullable(parseOrNull(text));
  }

  static @Nullable IpAddress parseOrNull(String text) {
    return IpAddressParser.parse(text);
  }

  static IpAddress ofIpv4(long bits) {
    return new IpAddress(0, MAPPED << 32 | bits);
  }

  static IpAddress ofBits(long high, long low) {
    return new IpAddress(high, low);
  }

  /** Says whether this is an IPv4 address, written plainly or mapped. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** The bytes in network order: 4 for IPv4, 16 for IPv6. A new array each time. */
  public byte[] toBytes() {
    int length = isIpv4() ? 4 : 16;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int fromEnd = length - 1 - i;
      bytes[i] = (byte) (fromEnd < 8 ? low >>> (8 * fromEnd) : high >>> (8 * (fromEnd - 8)));
    }
    return bytes;
  }

  /** This address with all but its first bits zero; bits count in the 128-bit form. */
  IpAddress firstOf(int bits) {
    return new IpAddress(high & highMask(bits), low & lowMask(bits));
  }

  /** Says whether both share their first bits; bits count in the 128-bit form. */
  boolean sharesFirst(int bits, IpAddress other) {
    return ((high ^ other.high) & highMask(bits)) == 0 && ((low ^ other.low) & lowMask(bits)) == 0;
  }

  private static long highMask(int bits) {
    return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
  }

  private static long lowMask(int bits) {
    return bits <= 64 ? 0 : -1L << (128 - bits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high) * 31 + Long.hashCode(low);
  }

  /** The canonical text: dotted decimal, or RFC 5952 for IPv6. */
  @Override
  public String toString() {
    return isIpv4() ? ipv4Text() : ipv6Text();
  }

  private String ipv4Text() {
    return (low >>> 24 & 0xff)
        + "."
        + (low >>> 16 & 0xff)
        + "."
        + (low >>> 8 & 0xff)
        + "."
        + (low & 0xff);
  }

  private String ipv6Text() {
    int gap = -1;
    int gapLength = 1; // a single zero group is not shortened
    for (int start = 0; start < 8; start++) {
      int end = start;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - start > gapLength) {
        gap = start;
        gapLength = end - start;
      }
      start = Math.max(start, end);
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
      } else {
        boolean first = i == 0 || (gap >= 0 && i == gap + gapLength);
        text.append(first ? "" : ":").append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xffff;
  }
}
