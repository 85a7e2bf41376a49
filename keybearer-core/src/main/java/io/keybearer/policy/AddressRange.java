package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;

/**
 * One address, or a CIDR block of them: {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code
 * 2001:db8::/32}. A block of IPv4-mapped addresses ({@code ::ffff:192.0.2.0/120}) is the IPv4 block;
 * an IPv6 block, be it {@code ::/0}, holds no IPv4 address, and the other way round.
 *
 * @param network the first address of the block
 * @param prefixLength how many first bits all addresses of the block share: 0 to 32 for IPv4, 0 to
 *     128 for IPv6
 */
public record AddressRange(IpAddress network, int prefixLength) {
  private static final int MAPPED_BITS = 96;

  /**
   * Checks that the length fits the address and that no host bits are set.
   *
   * @throws InvalidValueException with {@code ADDRESS_INVALID} or {@code ADDRESS_HOST_BITS}
   */
  public AddressRange {
    if (prefixLength < 0 || prefixLength > longestPrefix(network)) {
      throw new InvalidValueException(ProblemCode.ADDRESS_INVALID);
    }
    IpAddress first = network.firstOf(sharedBits(network, prefixLength));
    if (!first.equals(network)) {
      throw hostBits(network + "/" + prefixLength, first + "/" + prefixLength);
    }
  }

  /** The range that holds one address only. */
  public static AddressRange of(IpAddress address) {
    return new AddressRange(address, longestPrefix(address));
  }

  /**
   * Reads an address, as {@link IpAddress#parse} does, or a block of the form {@code
   * address/length}, the length in decimal without leading zeros.
   *
   * @throws InvalidValueException with {@code ADDRESS_INVALID}, or with {@code ADDRESS_HOST_BITS}
   *     and the corrected form
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(IpAddress.parse(text));
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    int length = length(text, slash + 1);
    boolean mapped = address.isIpv4() && text.indexOf(':') >= 0;
    if (mapped && length < MAPPED_BITS) {
      throw hostBits(text, address.firstOf(length) + "/" + length);
    }
    return new AddressRange(address, mapped ? length - MAPPED_BITS : length);
  }

  /** Says whether the address lies in this range. Allocates nothing. */
  public boolean contains(IpAddress address) {
    return network.isIpv4() == address.isIpv4()
        && network.sharesFirst(sharedBits(network, prefixLength), address);
  }

  /** Says whether every address of the other range lies in this one. */
  public boolean contains(AddressRange other) {
    return prefixLength <= other.prefixLength && contains(other.network);
  }

  /** The canonical text, which {@link #parse} reads back; of a single address without a length. */
  @Override
  public String toString() {
    return prefixLength == longestPrefix(network)
        ? network.toString()
        : network + "/" + prefixLength;
  }

  private static int length(String text, int start) {
    int length = 0;
    for (int i = start; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9' || (i > start && length == 0)) {
        throw new InvalidValueException(ProblemCode.ADDRESS_INVALID);
      }
      length = Math.min(length * 10 + digit - '0', 999);
    }
    if (start == text.length() || length > 128) {
      throw new InvalidValueException(ProblemCode.ADDRESS_INVALID);
    }
    return length;
  }

  private static int longestPrefix(IpAddress address) {
    return address.isIpv4() ? 32 : 128;
  }

  private static int sharedBits(IpAddress network, int prefixLength) {
    return network.isIpv4() ? MAPPED_BITS + prefixLength : prefixLength;
  }

  private static InvalidValueException hostBits(String given, String corrected) {
    return new InvalidValueException(ProblemCode.ADDRESS_HOST_BITS, given, corrected);
  }
}
