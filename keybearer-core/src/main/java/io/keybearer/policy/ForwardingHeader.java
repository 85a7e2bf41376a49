package io.keybearer.policy;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one header in which the proxies of an installation say whom they speak for. */
public enum ForwardingHeader {
  /** {@code X-Forwarded-For: client, proxy}, a convention. */
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    int separatorBefore(String line, int end) {
      return line.lastIndexOf(',', end - 1);
    }

    @Override
    @Nullable
    IpAddress address(String entry) {
      boolean quoted = entry.length() > 1 && entry.startsWith("\"") && entry.endsWith("\"");
      return ForwardedNode.address(
          quoted ? entry.substring(1, entry.length() - 1) : entry, ForwardedNode.BARE_IPV6);
    }
  },
  /** {@code Forwarded: for=client, for="[proxy]:port"}, RFC 7239. */
  FORWARDED("Forwarded") {
    @Override
    int separatorBefore(String line, int end) {
      return ForwardedElement.separatorBefore(line, end);
    }

    @Override
    @Nullable
    IpAddress address(String entry) {
      return ForwardedElement.address(entry);
    }
  };

  private final String headerName;

  ForwardingHeader(String headerName) {
    this.headerName = headerName;
  }

  /** The header's name as written in settings and documentation. */
  public String headerName() {
    return headerName;
  }

  /** Finds the header with this name, in any case, or nothing. */
  public static Optional<ForwardingHeader> fromHeaderName(String name) {
    return Arrays.stream(values())
        .filter(header -> header.headerName.equalsIgnoreCase(name))
        .findFirst();
  }

  /** Where the entry that ends before {@code end} is parted from the one before it; -1: nowhere. */
  abstract int separatorBefore(String line, int end);

  /** The address an entry names; null when it names none. */
  abstract @Nullable IpAddress address(String entry);
}
