package io.keybearer.servlet;

import io.keybearer.policy.AllowedAddresses;
import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.policy.ForwardingHeader;
import io.keybearer.policy.IpAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which address a request came from. Safe for concurrent use. */
@FunctionalInterface
public interface ClientAddress {
  /** The client's address, or nothing, with which no key passes that has a list of addresses. */
  Optional<IpAddress> of(HttpServletRequest request);

  /**
   * The other end of the connection, whatever forwarding headers say. Where the container or another
   * filter has already put a proxy's word in its place, that word.
   */
  static ClientAddress peer() {
    return through(new ClientAddressResolver(ForwardingHeader.X_FORWARDED_FOR, null));
  }

  /**
   * The client as trusted proxies tell it. Only where nothing before it reads the same header: the
   * container's own forwarding must be off.
   */
  static ClientAddress through(ClientAddressResolver resolver) {
    String header = resolver.header().headerName();
    return request -> resolver.resolve(peerOf(request), lines(request, header));
  }

  /**
   * The client as proxies at these addresses tell it.
   *
   * @param trusted addresses and CIDR blocks
   * @param header the one header that they write
   * @throws io.keybearer.problem.KeybearerException when an address is malformed
   */
  static ClientAddress through(List<String> trusted, ForwardingHeader header) {
    return through(
        new ClientAddressResolver(header, trusted.isEmpty() ? null : AllowedAddresses.of(trusted)));
  }

  private static List<String> lines(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header));
  }

  /** Without brackets, and without zone, which says nothing to anybody else. */
  private static String peerOf(HttpServletRequest request) {
    @Nullable String peer = request.getRemoteAddr();
    if (peer == null) {
      return "";
    }
    String bare =
        peer.startsWith("[") && peer.endsWith("]") ? peer.substring(1, peer.length() - 1) : peer;
    int zone = bare.indexOf('%');
    return zone < 0 ? bare : bare.substring(0, zone);
  }
}
