package io.keybearer.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address a request came from, through the proxies an installation trusts. What a client
 * writes into a forwarding header itself stands left of what trusted proxies add, and is never
 * believed.
 *
 * @param header the one header that is read
 * @param trustedProxies whose word counts; null when nobody's does
 */
public record ClientAddressResolver(
    ForwardingHeader header, @Nullable AllowedAddresses trustedProxies) {
  /**
   * Resolves a request that came straight from the network. A peer that is no trusted proxy is the
   * client, whatever the header says. Otherwise the header's lines are walked, as one list, from
   * the right: the first address that is no trusted proxy is the client; the leftmost when all are
   * trusted; the peer without the header.
   *
   * @param peer the address of the socket's other end, without zone
   * @param lines the header's values in the order they came; empty when it is absent
   * @return nothing when the peer, or an entry on the way to the client, is no address
   */
  public Optional<IpAddress> resolve(String peer, List<String> lines) {
    IpAddress address = IpAddress.parseOrNull(peer);
    if (address == null || lines.isEmpty() || !isTrusted(address)) {
      return Optional.ofNullable(address);
    }
    return Optional.ofNullable(walk(lines));
  }

  /** Resolves a request of a gateway that has proved itself, which counts as a trusted proxy. */
  public Optional<IpAddress> resolveForGateway(String peer, List<String> lines) {
    return lines.isEmpty() ? IpAddress.find(peer) : Optional.ofNullable(walk(lines));
  }

  private @Nullable IpAddress walk(List<String> lines) {
    IpAddress leftmost = null;
    for (int i = lines.size() - 1; i >= 0; i--) {
      String line = lines.get(i);
      for (int end = line.length(), separator; end >= 0; end = separator) {
        separator = header.separatorBefore(line, end);
        IpAddress address = header.address(entry(line, separator + 1, end));
        if (address == null || !isTrusted(address)) {
          return address;
        }
        leftmost = address;
      }
    }
    return leftmost;
  }

  private boolean isTrusted(IpAddress address) {
    return trustedProxies != null && trustedProxies.contains(address);
  }

  /** An entry without the spaces and tabs that may stand around it. */
  private static String entry(String line, int start, int end) {
    int first = start;
    int last = end;
    while (first < last && " \t".indexOf(line.charAt(first)) >= 0) {
      first++;
    }
    while (last > first && " \t".indexOf(line.charAt(last - 1)) >= 0) {
      last--;
    }
    return line.substring(first, last);
  }
}
