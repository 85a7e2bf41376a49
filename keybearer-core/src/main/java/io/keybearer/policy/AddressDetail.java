package io.keybearer.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much of a client's address is stored, from more to less. What a key may be used from is decided
 * by the whole address, whatever is stored.
 */
public enum AddressDetail {
  /** The whole address. */
  FULL,
  /** The base address of its network: /24 of IPv4, /48 of IPv6. */
  TRUNCATED,
  /** Nothing. */
  NONE;

  private static final int IPV4_BITS = 96 + 24;
  private static final int IPV6_BITS = 48;

  /** Its name in settings and on the wire, such as {@code truncated}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this name on the wire. */
  public static Optional<AddressDetail> fromWireName(String name) {
    return Arrays.stream(values())
        .filter(detail -> detail.wireName().equals(name))
        .findAny();
  }

  /** Of two, the one that stores less. */
  public AddressDetail stricter(AddressDetail other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** What is stored of an address; null where that is nothing. */
  public @Nullable IpAddress of(@Nullable IpAddress address) {
    if (address == null || this == NONE) {
      return null;
    }
    return this == FULL ? address : address.firstOf(address.isIpv4() ? IPV4_BITS : IPV6_BITS);
  }

  /** The same, as canonical text. */
  public @Nullable String textOf(@Nullable IpAddress address) {
    IpAddress stored = of(address);
    return stored == null ? null : stored.toString();
  }
}
